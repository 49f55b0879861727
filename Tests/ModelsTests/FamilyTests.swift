import Foundation
import Graphs
import Models
import Tensors
import Testing
import Tokenizers
import Vocabulary

@Suite("Model families")
struct FamilyTests {
  static let fixtures = [
    "bert", "gemma2", "gemma3", "gpt-neox", "gpt-neox-serial", "gpt2", "llama", "llama-gqa-tied",
    "llama-linear", "mistral", "opt", "opt-postnorm", "phi", "phi-norms", "qwen2", "qwen3",
    "roberta",
  ]
  private let tokens: [Int32] = [2, 40, 7, 111, 300, 7, 260, 31, 99, 12]

  @Test("have a fixture each")
  func everyFamilyIsTested() throws {
    let tested = try Self.fixtures.map { type(of: try ModelFixture($0).model().family).modelType }
    #expect(Set(tested) == Set(FamilyCatalog.all.map { $0.modelType }))
  }

  @Test("keep weights at half the size, and nearly their numbers", arguments: fixtures)
  func halfWidth(name: String) throws {
    let fixture = try ModelFixture(name)
    let whole = Ledger()
    let exact = try fixture.load(.f32, of: whole)
    let expected = try fixture.logProbabilities(tokens)
    for (format, tolerance) in [(StorageFormat.bf16, Float(0.1)), (.f16, 0.01)] {
      let ledger = Ledger()
      let store = try fixture.load(format, of: ledger)
      #expect(2 * ledger.live[.weights] == whole.live[.weights])
      #expect(store.layout == exact.layout)
      let found = try fixture.logProbabilities(tokens, format)
      let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? .infinity
      #expect(worst > 0 && worst < tolerance, "\(format): \(worst)")
    }
  }

  @Test("read tokens where their head predicts them")
  func readings() throws {
    let readings = try Self.fixtures.map { try ModelFixture($0).model().family.reading }
    let masked = [Reading.masked(token: "[MASK]"), .masked(token: "<mask>")]
    let causal = Array(repeating: Reading.causal, count: Self.fixtures.count - 2)
    #expect(readings == [masked[0]] + causal + [masked[1]])
    for (name, reading) in zip(Self.fixtures, readings) {
      guard case .masked(let token) = reading else { continue }
      let ids = try #require(try ModelFixture(name).model().tokenizer).encode("a \(token)")
      #expect(ids.contains(4), "\(name)")
    }
  }

  /// A change of the last token reaches the first in an encoder, and nothing before it in others.
  @Test("look ahead only if they are encoders", arguments: fixtures)
  func lookAhead(name: String) throws {
    let fixture = try ModelFixture(name)
    var changed = tokens
    changed[changed.count - 1] = 33
    let isEncoder = try fixture.model().family.reading != .causal
    let (one, other) = (
      try fixture.logProbabilities(tokens), try fixture.logProbabilities(changed)
    )
    #expect((one[0] != other[0]) == isEncoder)
    #expect((one.dropLast() == other.dropLast()) == !isEncoder)
  }

  /// Two layers of a window of five reach eight tokens back, and no further.
  @Test("see through a sliding window as far as its layers reach")
  func window() throws {
    let fixture = try ModelFixture("mistral")
    var changed = tokens
    changed[0] = 33
    func same() throws -> [Bool] {
      zip(try fixture.logProbabilities(tokens), try fixture.logProbabilities(changed))
        .map { $0 == $1 }
    }
    #expect(try same() == Array(repeating: false, count: 9) + [true])
    try fixture.configure("sliding_window", json: "null")
    #expect(try same().allSatisfy { !$0 })
    try fixture.configure("sliding_window", nil)
    #expect(try same().allSatisfy { !$0 }, "absent is 4096")
  }

  @Test("read rotary settings wherever versions of transformers wrote them")
  func rotarySettings() throws {
    let fixture = try ModelFixture("llama-linear")
    let expected = try fixture.logProbabilities(tokens)
    try fixture.configure("rope_parameters", nil)
    #expect(try fixture.logProbabilities(tokens) != expected)
    try fixture.configure("rope_theta", .integer(500))
    for scaling in [
      #"{"type": "linear", "factor": 2.5}"#, #"{"rope_type": "linear", "factor": 2.5}"#,
      #"{"rope_type": "linear", "type": "linear", "factor": 2.5, "rope_theta": 500.0}"#,
    ] {
      try fixture.configure("rope_scaling", json: scaling)
      #expect(try fixture.logProbabilities(tokens) == expected, "\(scaling)")
    }
  }

  /// Transformers changes frequencies only for sequences beyond the model's positions.
  @Test("scale dynamically by nothing within their positions")
  func dynamicScaling() throws {
    let fixture = try ModelFixture("llama")
    let expected = try fixture.logProbabilities(tokens)
    try fixture.configure(
      "rope_parameters", json: #"{"rope_type": "dynamic", "factor": 4.0, "rope_theta": 10000}"#)
    #expect(try fixture.logProbabilities(tokens) == expected)
  }
}
