import Foundation
import Laboratory
import Models
import Tensors
import Testing
import Training
import Vocabulary

/// Text that models write, always the likeliest token.
@Suite("Greedy generation")
struct GenerationTests {
  /// What `generate(do_sample=False, max_new_tokens=24)` of transformers writes after `prompts`.
  private static let expected = first.merging(others) { own, _ in own }
  /// That is in the fixtures' own files.
  private static let others: [String: [[Int32]]] = {
    let names = Oracle.directories.map { ($0.lastPathComponent, try? Oracle($0).generated) }
    return Dictionary(names.compactMap { name, ids in ids.map { (name, $0) } }) { own, _ in own }
  }()
  private static let first: [String: [[Int32]]] = [
    "llama": [
      [125] + Array(repeating: 183, count: 23), Array(repeating: 110, count: 24),
    ],
    "llama-gqa-tied": [
      Array(repeating: 170, count: 12) + [217] + Array(repeating: 298, count: 11),
      Array(repeating: 220, count: 24),
    ],
    "llama-linear": [
      Array(repeating: 199, count: 24), [5] + Array(repeating: 168, count: 23),
    ],
    "mistral": [
      [
        31, 74, 2, 313, 14, 313, 313, 14, 170, 313, 14, 110, 48, 305, 179, 316, 88, 123, 81, 14,
        233, 162, 162, 122,
      ],
      [
        124, 136, 157, 305, 222, 63, 285, 160, 14, 265, 2, 8, 185, 128, 179, 179, 229, 117, 214,
        293, 14, 313, 14, 32,
      ],
    ],
    "opt": [
      [29, 312, 312] + Array(repeating: 168, count: 19) + [311, 116],
      Array(repeating: 168, count: 6) + Array(repeating: 311, count: 4)
        + Array(repeating: 116, count: 14),
    ],
    "opt-postnorm": [
      [
        132, 83, 149, 149, 214, 298, 82, 246, 188, 251, 83, 97, 298, 149, 152, 270, 53, 149, 231,
        214, 188, 83, 247, 25,
      ],
      [
        132, 83, 242, 100, 149, 247, 231, 152, 148, 83, 149, 149, 214, 298, 82, 246, 188, 251, 83,
        97, 298, 149, 152, 270,
      ],
    ],
  ]
  private static let prompts: [[Int32]] = [[2, 40, 7, 111, 300, 7, 260, 31, 99, 12], [2, 5]]
  private static let names = expected.keys.sorted()

  @Test("is compared for every causal fixture")
  func all() throws {
    let causal = try Oracle.directories.map(\.lastPathComponent).filter {
      try PretrainedModel(Checkpoints.path($0)).family.reading == .causal
    }
    #expect(causal.count >= 15)
    #expect(Set(causal).subtracting(Self.names).isEmpty)
  }

  @Test("writes what transformers writes, with a cache and without", arguments: names)
  func likeTransformers(name: String) throws {
    for cached in [true, false] {
      let generator = try TextGenerator(model: Checkpoints.path(name), cached: cached)
      // Together, and each by itself.
      #expect(try generator.generate(Self.prompts, 24) == Self.expected[name], "\(cached)")
      let alone = try Self.prompts.flatMap { try generator.generate([$0], 24) }
      #expect(alone == Self.expected[name])
    }
  }

  @Test("reaches a model's last position, the same with a cache and without", arguments: names)
  func lastPosition(name: String) throws {
    let texts = try [true, false].map { cached in
      try TextGenerator(model: Checkpoints.path(name), cached: cached)
        .generate(after: "the film was great", maxTokens: 1000)
    }
    #expect(texts[0].ids == texts[1].ids)
    // The last token is not fed: there may be one more than positions.
    #expect(texts[0].isStopped || texts[0].prompt.count + texts[0].ids.count == 97)
  }

  @Test(
    "takes the bytes that are forecast", arguments: names, [StorageFormat.f32, .bf16])
  func memory(name: String, format: StorageFormat) throws {
    for cached in [true, false] {
      let ledger = Ledger()
      let generator = try TextGenerator(
        model: Checkpoints.path(name), format: format, cached: cached, ledger: ledger)
      let weights = ledger.live
      ledger.restart()
      _ = try generator.generate(Self.prompts, 24)
      let forecast = generator.memory(lengths: Self.prompts.map(\.count), newTokens: 24)
      #expect(ledger.profile.peaks == weights + forecast, "cached: \(cached)")
      #expect(ledger.live == weights)
    }
  }

  @Test("ends at the end of a line when asked to")
  func lineEnd() throws {
    let generator = try TextGenerator(model: "tiny-opt")
    let whole = try generator.generate(after: "The film was", maxTokens: 60)
    let line = try generator.generate(
      after: "The film was", maxTokens: 60, stoppingAtLineEnds: true)
    #expect(whole.text.hasPrefix(line.text) && !line.text.dropLast().contains("\n"))
    #expect(!line.isStopped || line.ids.count <= whole.ids.count)
  }

  @Test("is refused for masked models and for texts that are too long")
  func refusals() throws {
    let masked = #expect(throws: InputProblem.self) {
      _ = try TextGenerator(model: Checkpoints.path("bert"))
    }
    #expect(masked?.message.contains("writes no text") == true)
    let generator = try TextGenerator(model: Checkpoints.path("opt"))
    let long = #expect(throws: InputProblem.self) {
      _ = try generator.generate(after: String(repeating: "q", count: 200), maxTokens: 1)
    }
    #expect(long?.message.contains("1 to 96 can be written on") == true)
  }
}
