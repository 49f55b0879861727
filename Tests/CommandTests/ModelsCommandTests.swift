import Foundation
import Testing

/// `models` and `inspect`: what there is, and what it would need.
@Suite(.tags(.process)) struct ModelsCommandTests {
  private static let commit = "0123456789abcdef0123456789abcdef01234567"

  /// A cache with an OPT that has a configuration only, and one of a family that is not supported.
  private func cache(in scratch: Scratch) throws -> [String: String] {
    let hub = "hub/models--org--bare"
    try scratch.write(Self.configuration, to: "\(hub)/snapshots/\(Self.commit)/config.json")
    try scratch.write(Self.commit, to: "\(hub)/refs/main")
    let odd = "hub/models--org--odd"
    try scratch.write(
      "{\"model_type\": \"odd\"}", to: "\(odd)/snapshots/\(Self.commit)/config.json")
    try scratch.write(Self.commit, to: "\(odd)/refs/main")
    try scratch.write("not json", to: "hub/models--org--torn/snapshots/abcdef0/config.json")
    return ["HF_HUB_CACHE": scratch.url.appendingPathComponent("hub").path]
  }

  private static let configuration = """
    {
      "model_type": "opt", "hidden_size": 64, "num_hidden_layers": 3, "ffn_dim": 256,
      "num_attention_heads": 4, "vocab_size": 500, "max_position_embeddings": 100
    }
    """

  private func objects(_ text: String) throws -> [[String: Any]] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
  }

  @Test func modelsListsWhatIsThereAndWhatIsWrongWithIt() throws {
    let scratch = try Scratch()
    let result = try Program.run(
      "models", "--json", in: scratch, environment: cache(in: scratch))
    #expect(result.status == 0)
    let models = try objects(result.out)
    func model(_ name: String) throws -> [String: Any] {
      try #require(models.first { $0["name"] as? String == name })
    }
    let embedded = try model("tiny-opt")
    #expect(embedded["family"] as? String == "opt" && embedded["problem"] == nil)
    #expect(embedded["parameters"] as? Int ?? 0 > 100_000)
    #expect(embedded["bytes"] as? Int ?? 0 > 100_000)
    let bare = try model("org/bare")
    #expect(bare["source"] as? String == "cache" && bare["family"] as? String == "opt")
    #expect((bare["path"] as? String)?.hasSuffix("snapshots/\(Self.commit)") == true)
    #expect(bare["problem"] != nil)
    #expect((try model("org/odd")["problem"] as? String)?.contains("'model_type' odd") == true)
    #expect((try model("org/torn@abcdef0")["problem"] as? String)?.contains("JSON") == true)
    let text = try Program.run("models", in: scratch, environment: cache(in: scratch)).out
    #expect(text.contains("tiny-opt  opt") && text.contains("cannot be run: "))
  }

  @Test func modelsAtAPathAreListed() throws {
    let scratch = try Scratch()
    try scratch.write(Self.configuration, to: "models/bare/config.json")
    try scratch.write("GGUF and nothing more", to: "models/torn.gguf")
    try scratch.write("no model", to: "models/notes.txt")
    let all = try objects(Program.run("models", "models", "--json", in: scratch).out)
    #expect(all.compactMap { $0["name"] as? String } == ["models/bare", "models/torn.gguf"])
    #expect(all.compactMap { $0["source"] as? String } == ["directory", "file"])
    let torn = try Program.run("models", "models/torn.gguf", in: scratch)
    #expect(torn.status == 0 && torn.out.contains("cannot be run: "), "\(torn.err)")
    let one = try objects(Program.run("models", "models/bare", "--json", in: scratch).out)
    #expect(one.first?["family"] as? String == "opt")
    try scratch.write("", to: "empty/notes.txt")
    let empty = try Program.run("models", "empty", in: scratch)
    #expect(empty.status == 66 && empty.err.contains("holds no model"), "\(empty.err)")
  }

  @Test(arguments: ["zo-nope-x", "/no/such/model", "nobody/nothing", "models/absent.gguf"])
  func whatIsNotThereIsMissing(_ name: String) throws {
    let result = try Program.run("models", name, in: Scratch())
    #expect(result.status == 66 && result.err.contains(name), "\(result.status) \(result.err)")
    #expect(result.err.contains("there is no"), "\(result.err)")
  }

  @Test func theNearestNameIsOffered() throws {
    let scratch = try Scratch()
    for command in [["inspect", "tiny-otp"], ["models", "tiny-otp"]] {
      let result = try Program.run(command, in: scratch)
      #expect(result.status != 0 && result.err.contains("id you mean 'tiny-opt'?"), "\(result.err)")
    }
  }

  @Test func inspectNeedsNoWeights() throws {
    let scratch = try Scratch()
    let result = try Program.run(
      "inspect", "org/bare", "--json", "--length", "50", in: scratch,
      environment: cache(in: scratch))
    #expect(result.status == 0, "\(result.err)")
    let fields = try #require(
      try JSONSerialization.jsonObject(with: Data(result.out.utf8)) as? [String: Any])
    let block = 4 * (64 * 64 + 64) + 2 * 64 * 256 + 256 + 64 + 4 * 64
    let all = 500 * 64 + 102 * 64 + 3 * block + 2 * 64
    #expect(fields["parameters"] as? Int == all)
    #expect(fields["hasWeights"] as? Bool == false)
    let forecast = try #require(fields["forecast"] as? [String: Any])
    let schemes = try #require(forecast["schemes"] as? [[String: Any]])
    let trained = Dictionary(
      uniqueKeysWithValues: schemes.compactMap { scheme in
        (scheme["name"] as? String).map { ($0, scheme["trainable"] as? Int) }
      })
    #expect(trained["ft"] == all)
    #expect(trained["bitfit"] == 64 + 3 * (4 * 64 + 2 * 64 + 256 + 64))
    #expect(trained["last-layers"] == block + 2 * 64)
    // zo-fine-tuner has no network for this model; that is no problem of any scheme.
    #expect(schemes.allSatisfy { $0["problem"] == nil })
    let full = try #require(schemes.first { $0["name"] as? String == "ft" })
    let ways = try #require(full["optimizers"] as? [[String: Any]])
      .map { $0["optimizer"] as? String }
    #expect(ways.contains("zo-sgd") && !ways.contains("zo-fine-tuner"))
    for scheme in schemes where scheme["problem"] == nil {
      for peak in try #require(scheme["optimizers"] as? [[String: Any]]) {
        // Schemes without steps train nothing: their optimizer is none.
        let steps = peak["optimizer"] as? String != "none"
        #expect(peak["training"] as? Int ?? 0 > 4 * all || !steps)
        #expect(peak["evaluation"] as? Int ?? 0 > 4 * all)
      }
    }
  }

  @Test func inspectTellsInEightyColumns() throws {
    let scratch = try Scratch()
    let result = try Program.run("inspect", "tiny-opt", in: scratch)
    #expect(result.status == 0, "\(result.err)")
    for word in ["model.decoder.layers.*.fc1.weight", "BF16", "bitfit", "zo-sgd", "positions"] {
      #expect(result.out.contains(word), "\(word)")
    }
    for line in result.out.split(separator: "\n") where !line.contains("  path ") {
      #expect(line.count <= 80, "\(line)")
    }
  }

  /// Optimizers that need the same share a line, unless each is to have its own.
  @Test func inspectAnswersInFewLines() throws {
    func lines(_ options: String...) throws -> [String] {
      let result = try Program.run(["inspect", "tiny-opt"] + options, in: Scratch())
      #expect(result.status == 0, "\(result.err)")
      return result.out.split(separator: "\n").map(String.init)
    }
    let (few, all) = (try lines(), try lines("--all"))
    #expect(few.count + 50 < all.count, "\(few.count) of \(all.count) lines")
    #expect(few.contains { $0.contains(/^zo-sgd and [0-9]+ others/) })
    let hidden = "adafzoo "
    #expect(!few.contains { $0.hasPrefix(hidden) } && all.contains { $0.hasPrefix(hidden) })
    let verdict = try #require(try lines("--memory", "8MiB").first)
    #expect(verdict.contains("ways fit 8.0 MiB whole"), "\(verdict)")
    #expect(try lines("--memory-budget", "8MiB").first == verdict)
  }

  @Test(arguments: [
    (["--length", "101"], "--length 101", 65),
    (["--weights", "f8"], "'f8'", 64),
  ])
  func inspectRefusesWhatCannotBe(_ options: [String], _ word: String, _ status: Int32) throws {
    let scratch = try Scratch()
    let running = try RunningProgram(
      ["inspect", "org/bare"] + options, in: scratch, environment: cache(in: scratch))
    let result = running.finish()
    #expect(result.status == status, "\(result.err)")
    #expect(result.err.contains(word))
  }

  @Test func aModelThatIsNotThereSaysHowToFetchIt() throws {
    let scratch = try Scratch()
    let result = try Program.run(
      "score", "--model", "org/none", "--text", "a", in: scratch,
      environment: cache(in: scratch))
    #expect(result.status == 66)
    #expect(result.err.contains("scripts/fetch model org/none"))
    #expect(result.err.contains("hub/models--org--none"))
  }
}
