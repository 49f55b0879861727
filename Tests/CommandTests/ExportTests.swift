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

  @Test func ofRunsThatAreDoneNothingIsExported() throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.zerothOrder), to: "a.grid")
    func run(_ more: String...) throws -> String {
      let result = try Program.run(["run", "a.grid", "--db", "r.sqlite"] + more, in: scratch)
      #expect(result.status == 0, "\(result.err)")
      return result.err
    }
    #expect(try run("--export", "first").contains("trained weights are in first"))
    let again = try run("--export", "second")
    #expect(again.contains("nothing was exported: the run is done"), "\(again)")
    #expect(again.contains("zobench replay CELL r.sqlite --out DIR"), "\(again)")
    #expect(!again.contains("trained weights are in"))
    #expect(!FileManager.default.fileExists(atPath: scratch.url.appending(path: "second").path))
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

  @Test func anAdapterIsUsedOnTheModelThatItWasTrainedOn() throws {
    let scratch = try Scratch()
    let adapter = try exported("lora", scratch)
    let record = "\(adapter)/zobench.json"
    let whole = String(decoding: try scratch.data(record), as: UTF8.self)
    let model = /"model" : "([0-9a-f]{64})"/
    let digest = try #require(whole.firstMatch(of: model)?.output.1)
    let other = whole.replacing(digest, with: String(repeating: "0", count: 64))
    let uses = [
      ["score", "--model", "tiny-opt", "--text", "it was", "--adapter", adapter],
      ["generate", "--model", "tiny-opt", "--text", "it was", "--adapter", adapter],
      ["eval", "--adapter", adapter], ["merge", adapter, "merged"],
    ]
    let trained = "was trained on 'tiny-opt' (000000000000)"
    for (text, named) in [(other, trained), ("{", "no record")] {
      try scratch.write(text, to: record)
      for use in uses {
        let result = try Program.run(use, in: scratch)
        #expect(result.status == 65, "\(use): \(result.err)")
        #expect(result.err.contains("zobench.json") && result.err.contains(named), "\(result.err)")
      }
    }
  }

  @Test func aMergeThatOverflowsIsRefused() throws {
    let (alpha, format) = ("1e12", "f16")
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

  @Test func whatCannotBeMergedSaysWhatIsNeeded() throws {
    let scratch = try Scratch()
    let missing = try Program.run("merge", "nope", "merged", in: scratch)
    #expect(missing.status == 66, "\(missing.err)")
    #expect(missing.err.contains("a PEFT adapter's directory needs adapter_config.json"))
    let integers = try Program.run("merge", "nope", "merged", "--weights", "int4", in: scratch)
    #expect(integers.status == 64 && integers.err.contains("f32"), "\(integers.err)")
    let help = try Program.run("merge", "--help", in: scratch).out
    #expect(help.contains("bf16") && !help.contains("int8"), "\(help)")
  }

  /// What a run says whose models may not grow beyond 1 MB; the database stays below that.
  private func cramped(_ scratch: Scratch) throws -> Program.Result {
    try Program.shell(
      "ulimit -f 1024; PROGRAM run a.grid --db a.sqlite --export out -j 1 -q", in: scratch)
  }

  @Test func aPlaceThatFillsTakesNoResult() throws {
    let scratch = try Scratch()
    try scratch.write(Self.grid("tiny-opt", "ft", "zo-sgd, fo-adam"), to: "a.grid")
    let run = try cramped(scratch)
    #expect(run.status == 74, "\(run.status) \(run.err)")
    #expect(run.err.split(separator: "\n").count == 1, "\(run.err)")
    #expect(run.err.contains("/model.safetensors: ") && run.err.contains("--to best"))
    let left = try FileManager.default.contentsOfDirectory(
      atPath: scratch.url.appending(path: "out").path)
    #expect(left.isEmpty, "\(left)")
    let status = try Program.run("status", "a.sqlite", "--grid", "a.grid", in: scratch)
    #expect(status.out.contains("1 ended: 1 completed"), "\(status.out)")
    let digest = try #require(run.err.firstMatch(of: /replay ([0-9a-f]+)/)?.1)
    let made = try Program.run(
      "replay", "\(digest)", "--db", "a.sqlite", "--to", "best", "--out", "made", in: scratch)
    #expect(made.status == 0, "\(made.err)")
    let rest = try Program.run(
      "run", "a.grid", "--db", "a.sqlite", "--export", "out", "-q", in: scratch)
    #expect(rest.status == 0, "\(rest.err)")
  }

  @Test func weightsOfGradientsAreToBeTrainedAgain() throws {
    let scratch = try Scratch()
    try scratch.write(Self.grid("tiny-opt", "ft", "fo-adam"), to: "a.grid")
    let run = try cramped(scratch)
    #expect(run.status == 74 && run.err.contains("another --db"), "\(run.status) \(run.err)")
    #expect(!run.err.contains("replay"))
  }

  @Test func anAdapterThatHasNoFilesIsRefusedBeforeItIsTrained() throws {
    let scratch = try Scratch()
    try scratch.write(
      Self.grid("tiny-opt", "{ prefix: { shift: false } }", "fo-adam"), to: "a.grid")
    let run = try Program.run(
      "run", "a.grid", "--db", "a.sqlite", "--export", "out", "-q", in: scratch)
    #expect(run.status == 65 && run.err.contains("shift"), "\(run.status) \(run.err)")
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
