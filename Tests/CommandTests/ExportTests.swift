import Foundation
import Testing

/// What is trained, written out and read back through the program.
@Suite(.tags(.process)) struct ExportTests {
  private static func grid(_ model: String, _ scheme: String, _ optimizer: String) -> String {
    """
    zobench: 1
    models: [\(model)]
    tasks: [mini-sst2]
    schemes: [\(scheme)]
    optimizers: [\(optimizer)]
    seeds: [0]
    defaults: { batch: 8, evaluations: 1, train: 32, dev: 8, test: 32, steps: 6 }

    """
  }

  /// The one directory that a run of the scheme exports.
  private func exported(_ scheme: String, _ scratch: Scratch) throws -> String {
    try scratch.write(
      Self.grid("tiny-opt", scheme, "{ fo-adam: { learningRate: 1e-2 } }"), to: "a.grid")
    let run = try Program.run(
      "run", "a.grid", "--db", "a.sqlite", "--export", "out", "-q", in: scratch)
    #expect(run.status == 0, "\(run.err)")
    let names = try FileManager.default.contentsOfDirectory(
      atPath: scratch.url.appendingPathComponent("out").path)
    return "out/" + (try #require(names.first))
  }

  /// The log-probabilities of a sentence.
  private func scores(_ options: [String], _ scratch: Scratch) throws -> [Double] {
    let text = "the soup at the harbour was cold . It was terrible"
    let running = try RunningProgram(
      ["score", "--text", text, "--json"] + options, in: scratch)
    let result = running.finish()
    #expect(result.status == 0, "\(result.err)")
    let fields = try JSONSerialization.jsonObject(with: Data(result.out.utf8)) as? [String: Any]
    return try #require(fields?["logprobs"] as? [Double])
  }

  private func farthest(_ a: [Double], _ b: [Double]) -> Double {
    #expect(a.count == b.count)
    return zip(a, b).map { abs($0 - $1) }.max() ?? .infinity
  }

  @Test func aMergedModelScoresAsItsAdapterDoes() throws {
    let scratch = try Scratch()
    let adapter = try exported("lora", scratch)
    let base = try scores(["--model", "tiny-opt"], scratch)
    let tuned = try scores(["--model", "tiny-opt", "--adapter", adapter], scratch)
    #expect(farthest(base, tuned) > 1e-3)
    let merge = try Program.run("merge", adapter, "merged", in: scratch)
    #expect(merge.status == 0, "\(merge.err)")
    #expect(try farthest(tuned, scores(["--model", "./merged"], scratch)) < 1e-4)
  }

  @Test(arguments: [("1e300", "f32"), ("1e300", "bf16"), ("1e12", "f16")])
  func aMergeThatOverflowsIsRefused(alpha: String, format: String) throws {
    let scratch = try Scratch()
    let adapter = try exported("lora", scratch)
    let file = "\(adapter)/adapter_config.json"
    let text = String(decoding: try scratch.data(file), as: UTF8.self)
    let changed = text.replacing(/"lora_alpha"\s*:\s*[-+.0-9eE]+/, with: "\"lora_alpha\": \(alpha)")
    #expect(changed != text)
    try scratch.write(changed, to: file)
    let merge = try Program.run("merge", adapter, "merged", "--weights", format, in: scratch)
    #expect(merge.status == 65, "\(merge.err)")
    #expect(merge.err.contains("beyond what \(format) holds; check lora_alpha"), "\(merge.err)")
    let written = scratch.url.appendingPathComponent("merged").path
    #expect(!FileManager.default.fileExists(atPath: written))
  }

  @Test(arguments: ["prefix", "prompt"])
  func adaptersAreReadBack(scheme: String) throws {
    let scratch = try Scratch()
    let adapter = try exported(scheme, scratch)
    let base = try scores(["--model", "tiny-opt"], scratch)
    let tuned = try scores(["--model", "tiny-opt", "--adapter", adapter], scratch)
    #expect(farthest(base, tuned) > 1e-3)
    let merge = try Program.run("merge", adapter, "merged", in: scratch)
    #expect(merge.status == 65 && merge.err.contains("only LoRA"))
  }

  @Test(arguments: ["ft", "head"])
  func aTunedModelIsAModel(scheme: String) throws {
    let scratch = try Scratch()
    let model = try exported(scheme, scratch)
    try scratch.write(Self.grid("./\(model)", "zero-shot", "zo-sgd"), to: "b.grid")
    let run = try Program.run("run", "b.grid", "--db", "b.sqlite", "-q", in: scratch)
    #expect(run.status == 0, "\(run.err)")
    let trained = try StoredReport(of: "a.sqlite", in: scratch).accuracies(ofModel: "tiny-opt")
    let report = try StoredReport(of: "b.sqlite", in: scratch)
    #expect(trained.count == 1 && Array(trained.values) == report.accuracies)
    let base = try scores(["--model", "tiny-opt"], scratch)
    #expect(try farthest(base, scores(["--model", "./\(model)"], scratch)) > 1e-3)
  }
}
