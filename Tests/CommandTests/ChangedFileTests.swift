import Foundation
import Testing

/// Files of a model that somebody writes into while a run reads them.
@Suite("Files that change under a run", .tags(.process))
struct ChangedFileTests {
  private static let weights = "model/model.safetensors"

  /// In the format of the file, so that what is frozen is read from its pages.
  private static func grid(_ scheme: String, steps: Int) -> String {
    """
    zobench: 1
    name: changed
    models: [./model]
    tasks: [mini-sst2]
    schemes: [\(scheme)]
    optimizers: [zo-sgd: { learningRate: 1e-4, epsilon: 1e-3, steps: \(steps) }]
    seeds: [0]
    defaults: { batch: 8, evaluations: 20, train: 64, dev: 16, test: 32, weights: bf16 }

    """
  }

  /// A run of a copy of tiny-opt that has been evaluated once.
  private func started(_ scratch: Scratch, _ scheme: String, steps: Int) throws -> RunningProgram {
    let source = PackageRoot.url.appendingPathComponent("Sources/Models/Resources/tiny-opt")
    let model = scratch.url.appendingPathComponent("model")
    try FileManager.default.copyItem(at: source, to: model)
    try scratch.write(Self.grid(scheme, steps: steps), to: "a.grid")
    let running = try RunningProgram(
      ["run", "a.grid", "--jobs", "1", "--db", "r.sqlite"], in: scratch)
    #expect(running.waits(for: 1, linesWith: "  dev "), "\(running.errorText)")
    return running
  }

  @Test("of which a byte is written: the run has failed, and is run again")
  func changed() throws {
    let scratch = try Scratch()
    let running = try started(scratch, "ft", steps: 1000)
    let file = scratch.url.appendingPathComponent(Self.weights)
    let handle = try FileHandle(forUpdating: file)
    try handle.seek(toOffset: try handle.seekToEnd() - 1)
    try handle.write(contentsOf: Data([0]))
    try handle.close()
    let result = running.finish()
    #expect(result.status == 2, "\(result.err)")
    #expect(result.err.contains("was changed while it was in use"))
  }

  @Test("that are replaced by renaming are no matter")
  func replaced() throws {
    let scratch = try Scratch()
    let running = try started(scratch, "ft", steps: 200)
    let file = scratch.url.appendingPathComponent(Self.weights)
    try Data([1, 2, 3]).write(to: file, options: .atomic)
    let result = running.finish()
    #expect(result.status == 0, "\(result.err)")
  }

  @Test("that are shortened end the program with one line and status 66")
  func shortened() throws {
    let scratch = try Scratch()
    let running = try started(scratch, "lora", steps: 100_000)
    let file = scratch.url.appendingPathComponent(Self.weights)
    #expect(truncate(file.path, 4096) == 0)
    let result = running.finish()
    #expect(result.status == 66, "\(result.err)")
    let last = result.err.split(separator: "\n").last.map(String.init) ?? ""
    #expect(last.contains("was shortened"), "\(last)")
  }
}
