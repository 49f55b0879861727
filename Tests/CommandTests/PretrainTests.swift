import Foundation
import Testing

/// Pretraining that goes on from a model.
@Suite(.tags(.process)) struct PretrainTests {
  @Test func aBaseIsWhereItBegins() throws {
    let scratch = try Scratch()
    let made = try Program.run(
      "pretrain", "next", "--base", "tiny-llama", "--text", "conversations", "--steps", "1",
      "--batch", "2", "--learning-rate", "1e-9", in: scratch)
    #expect(made.status == 0, "\(made.err)")
    let resources = PackageRoot.url.appendingPathComponent("Sources/Models/Resources/tiny-llama")
    for name in ["tokenizer.json", "config.json"] {
      let own = try Data(contentsOf: resources.appendingPathComponent(name))
      #expect(try scratch.data("next/\(name)") == own, "\(name)")
    }
    var texts: [String] = []
    for model in ["tiny-llama", "./next"] {
      let result = try Program.run(
        "score", "--model", model, "--text", "the cat slept .", in: scratch)
      #expect(result.status == 0, "\(result.err)")
      texts.append(result.out)
    }
    #expect(texts[0] == texts[1])
  }

  @Test func aMissingBaseIsSaid() throws {
    let result = try Program.run("pretrain", "x", "--base", "tiny-lama", in: Scratch())
    #expect(result.status == 66 || result.status == 65)
    #expect(result.err.contains("tiny-lama"))
  }

  @Test(arguments: [
    (["--base", "tiny-opt", "--width", "32"], ["--width", "--base"]),
    (["--base", "tiny-opt", "--layers", "9", "--vocabulary", "300"], ["--vocabulary", "--base"]),
    (["--base", "tiny-opt", "--family", "opt"], ["--family", "--base"]),
    (["--masking", "30"], ["--masking", "--family opt"]),
    (["--masking", "30", "--family", "llama"], ["--masking", "--family llama"]),
    (["--masking", "30", "--base", "tiny-opt"], ["--masking", "--base tiny-opt"]),
  ])
  func optionsWithoutAMeaningAreRefused(_ options: [String], _ words: [String]) throws {
    let scratch = try Scratch()
    let result = try Program.run(["pretrain", "mine", "--steps", "1"] + options, in: scratch)
    #expect(result.status == 64, "\(result.err)")
    for word in words { #expect(result.err.contains(word), "\(word): \(result.err)") }
    #expect(!FileManager.default.fileExists(atPath: scratch.url.appending(path: "mine").path))
  }

  /// Sentences that tiny-opt's vocabulary knows, in documents of several lengths.
  private static let text = (0..<40).map { number in
    Array(repeating: "the cat slept on the mat .", count: 1 + number % 7).joined(separator: " ")
  }.joined(separator: "\n\n")

  @Test(arguments: [[], ["--optimizer", "zo-sgd(learningRate: 1e-5)"], ["--optimizer", "fo-sgd"]])
  func aModelLearnsFromATextOfOnesOwn(_ options: [String]) throws {
    let scratch = try Scratch()
    try scratch.write(Self.text, to: "notes.txt")
    let made = try Program.run(
      ["pretrain", "mine", "--base", "tiny-opt", "--text", "notes.txt", "--steps", "60"]
        + ["--batch", "4", "--length", "24"] + options, in: scratch)
    #expect(made.status == 0, "\(made.err)")
    let recipe = String(decoding: try scratch.data("mine/pretraining.json"), as: UTF8.self)
    #expect(recipe.contains("notes.txt"))
    func loss(_ model: String) throws -> Double {
      let score = try Program.run(
        "score", "--model", model, "--text", "the cat slept on the mat .", "--json", in: scratch)
      struct Scored: Decodable { var logprobs: [Double] }
      return -(try JSONDecoder().decode(Scored.self, from: Data(score.out.utf8))).logprobs
        .reduce(0, +)
    }
    #expect(try loss("./mine") < loss("tiny-opt"))
  }

  @Test(arguments: [
    (["--text", "absent.txt"], 66, "absent.txt"), (["--text", "empty.txt"], 65, "no text"),
    (["--text", "latin.txt"], 65, "UTF-8"), (["--text", "."], 66, "is a folder"),
    (["--text", "notes.txt", "--length", "4096"], 65, "128"),
    (["--text", "notes.txt", "--optimizer", "zo-sdg"], 65, "zo-sgd"),
    (["--text", "notes.txt", "--optimizer", "mezo-svrg"], 65, "all data"),
    (["--text", "notes.txt", "--optimizer", "fo-sgd(learningRate: 1e30)"], 65, "the loss is"),
  ])
  func whatCannotBeLearnedFromIsSaid(_ options: [String], status: Int32, text: String) throws {
    let scratch = try Scratch()
    try scratch.write(Self.text, to: "notes.txt")
    try scratch.write("\n\n", to: "empty.txt")
    try Data([0x63, 0x61, 0x66, 0xE9]).write(to: scratch.url.appending(path: "latin.txt"))
    let result = try Program.run(
      ["pretrain", "mine", "--base", "tiny-opt", "--steps", "3"] + options, in: scratch)
    #expect(result.status == status, "\(result.err)")
    #expect(result.err.contains(text), "\(result.err)")
    #expect((try? scratch.data("mine/config.json")) == nil)
  }
}
