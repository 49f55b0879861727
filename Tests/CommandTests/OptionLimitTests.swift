import Foundation
import Testing

/// Numbers on the command line at and beyond their edges: refused as usage, by the option's name.
@Suite("Numbers of options", .tags(.process))
struct OptionLimitTests {
  struct Option: Sendable, CustomStringConvertible {
    var command: [String]
    var name: String
    /// The largest whole number that is too small; nil for an option that takes 0 and more.
    var below = "0"

    var description: String { "\(command[0]) --\(name)" }
  }

  private static func options(
    _ command: String..., names: [String] = [], seeds: [String] = []
  ) -> [Option] {
    names.map { Option(command: command, name: $0) }
      + seeds.map { Option(command: command, name: $0, below: "-1") }
  }

  static let all =
    options(
      "pretrain", "out",
      names: [
        "vocabulary", "width", "layers", "heads", "inner", "steps", "batch", "masking",
        "learning-rate",
      ], seeds: ["seed"])
    + options("advise", "--memory", "8GiB", "--model", "tiny-opt", names: ["batch"])
    + options("bench", "--model", "tiny-opt", names: ["batch", "steps", "threads", "max-length"])
    + options(
      "diagnose", "tiny-opt", names: ["trials", "batch", "epsilon"], seeds: ["seed"])
    + options("generate", "--model", "tiny-opt", "--text", "a", names: ["max-tokens"])
    + options("inspect", "tiny-opt", names: ["batch", "length"])
    + options(
      "meta-train", "tiny-opt", "--output", "x",
      names: ["epochs", "restart", "examples", "batch", "learning-rate", "update-rate"],
      seeds: ["seed"])
    + options("plan", "a.grid", names: ["jobs"])
    + options("replay", "a", "--out", "x", names: ["trial"])
    + options("report", names: ["margin"])
    + options("run", "a.grid", names: ["jobs", "threads", "lease"], seeds: ["checkpoint-every"])
    + options(
      "submit", "a.grid", "--dir", "x", names: ["shards", "threads", "jobs", "parallel", "gflops"])
    + options(
      "scale", "tiny-opt", names: ["batch", "steps", "tflops", "bandwidth", "network"],
      seeds: ["latency"])
    + options("status", names: ["watch"])
    + options("tasks", "show", "mini-sst2", seeds: ["limit"])

  @Test("are refused outside of their ranges", arguments: all)
  func beyond(option: Option) throws {
    let scratch = try Scratch()
    for value in [
      option.below, "-9", "-9223372036854775808", "9223372036854775808", "nan", "x", "",
    ] {
      let running = try RunningProgram(
        option.command + ["--\(option.name)=\(value)"], in: scratch)
      let result = running.finish()
      #expect(result.status == 64, "\(option) \(value): \(result.status) \(result.err)")
      let line = result.err.split(separator: "\n").first.map(String.init) ?? ""
      #expect(line.contains("--\(option.name)"), "\(value): \(line)")
      #expect(result.out.isEmpty)
    }
    // What the processes printed is there, and nothing else.
    let made = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path)
      .filter { !$0.hasSuffix(".out") && !$0.hasSuffix(".err") }
    #expect(made.isEmpty, "\(made)")
  }

  @Test("may be sizes with units, or are refused")
  func sizes() throws {
    for value in ["0", "-1GiB", "nan", "1e30GB", "8 parsecs", "infGB", "8  GB", "8 G B", " GB"] {
      let result = try Program.run(
        "advise", "--memory=\(value)", "--model", "tiny-opt", in: Scratch())
      #expect(result.status == 64, "\(value): \(result.status)")
    }
    let advice = try ["1.5GB", "1.5 GB", "1500 mb", "1500000000"].map {
      try Program.run("advise", "--memory=\($0)", "--model", "tiny-opt", in: Scratch())
    }
    #expect(advice.prefix(3).allSatisfy { $0.status == 0 && $0.out == advice[0].out })
    #expect(advice[3].status == 64, "a number without a unit")
  }

  @Test("of output directories: nothing is replaced unasked, and never what is read")
  func outputs() throws {
    let scratch = try Scratch()
    func pretrain(_ more: String...) throws -> Program.Result {
      let arguments = ["pretrain", "--steps", "1", "--batch", "1", "--base", "tiny-llama"] + more
      return try RunningProgram(arguments, in: scratch).finish()
    }
    try scratch.write("mine", to: "full/notes.txt")
    try scratch.write("mine", to: "file")
    for more in [["full"], ["full", "--overwrite"], ["file"]] {
      let result = try RunningProgram(
        ["pretrain", "--steps", "1", "--base", "tiny-llama"] + more, in: scratch
      ).finish()
      #expect(result.status == 73, "\(more): \(result.status) \(result.err)")
      #expect(result.err.split(separator: "\n").count == 1)
    }
    #expect(try pretrain("model").status == 0)
    try scratch.write("old", to: "model/tokenizer_config.json")
    let refused = try pretrain("model")
    #expect(refused.status == 73 && refused.err.contains("--overwrite"))
    #expect(try pretrain("model", "--overwrite").status == 0)
    let names = try FileManager.default.contentsOfDirectory(
      atPath: scratch.url.appendingPathComponent("model").path)
    #expect(!names.contains("tokenizer_config.json") && names.contains("model.safetensors"))
    let own = try RunningProgram(
      ["pretrain", "model", "--steps", "1", "--base", "./model", "--overwrite"], in: scratch
    ).finish()
    #expect(own.status == 73 && own.err.contains("read by this command"))
  }
}
