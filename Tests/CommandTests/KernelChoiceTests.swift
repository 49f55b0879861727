import Foundation
import Testing

/// Runs by the kernels of other processors.
@Suite("Kernels", .tags(.process)) struct KernelChoiceTests {
  /// The weights that a run ends with, as the bytes of their file.
  private func weights(
    by kernels: [String: String], threads: Int, as name: String, in scratch: Scratch
  ) throws -> Data {
    let result = try Program.run(
      "run", "a.grid", "--db", "\(name).sqlite", "-q", "--threads", "\(threads)", "--export", name,
      in: scratch, environment: kernels)
    #expect(result.status == 0, "\(result.err)")
    let files = FileManager.default.enumerator(
      atPath: scratch.url.appending(path: name).path)
    let file = try #require(
      files?.compactMap { $0 as? String }.first { $0.hasSuffix("model.safetensors") })
    return try scratch.data("\(name)/\(file)")
  }

  @Test(
    "of a processor without vectors end in the same weights, bit for bit",
    arguments: [
      "zo-sgd: { learningRate: 1e-4, steps: 3 }", "fo-adam: { learningRate: 1e-3, steps: 3 }",
    ])
  func portable(optimizer: String) throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(optimizer), to: "a.grid")
    let best = try weights(by: [:], threads: 2, as: "best", in: scratch)
    let portable = try weights(
      by: ["ZOBENCH_KERNELS": "portable"], threads: 1, as: "portable", in: scratch)
    #expect(best == portable && best.count > 1 << 20)
  }
}
