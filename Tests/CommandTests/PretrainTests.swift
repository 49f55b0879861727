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
}
