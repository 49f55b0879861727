import Foundation
import Graphs
import Models
import Schemes
import Tensors
import Testing
import Vocabulary

/// Adapters in PEFT's files, out and in again; `scripts/peers/adapters.py` loads them in PEFT.
@Suite("Adapters out and in")
struct ExchangeTests {
  static let schemes = [
    Component("lora", ["rank": .integer(4)]), Component("prefix"), Component("prompt"),
    Component(
      "prefix",
      ["init": .text("normal"), "reparametrised": .boolean(true), "width": .integer(6)]),
  ]

  /// Where the files stay for a look from outside; a temporary directory without it.
  private static func directory(_ scheme: Component, _ fixture: String) -> (URL, keep: Bool) {
    let kept = ProcessInfo.processInfo.environment["ZOBENCH_ADAPTERS"]
    let kind = scheme.settings["reparametrised"] == nil ? scheme.name : "reparametrised"
    let root =
      kept.map { URL(fileURLWithPath: $0) }
      ?? FileManager.default.temporaryDirectory
      .appending(path: UUID().uuidString)
    return (root.appending(path: "\(fixture)-\(kind)"), kept != nil)
  }

  @Test("say the same", arguments: schemes, Subject.fixtures)
  func roundTrip(scheme: Component, fixture: String) throws {
    let subject = try Subject(scheme, on: fixture)
    try subject.stir()
    let expected = try subject.logProbabilities()
    let (directory, keep) = Self.directory(scheme, fixture)
    defer { if !keep { try? FileManager.default.removeItem(at: directory) } }
    try AdapterExport(
      scheme, subject.network, weights: subject.weights, base: subject.model.directory.path
    ).write(to: directory)
    if keep { try Self.write(expected, subject, to: directory) }

    let adapter = try AdapterImport(directory: directory)
    #expect(adapter.scheme.name == scheme.name && adapter.base == subject.model.directory.path)
    let again = try Subject(adapter.scheme, on: fixture)
    #expect(try again.logProbabilities() != expected)
    try adapter.fill(again.weights, of: again.network)
    let found = try again.logProbabilities()
    let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? 1
    #expect(worst < 1e-5, "\(worst)")
  }

  /// What was scored and what came out, for the script.
  private static func write(_ found: [Float], _ subject: Subject, to directory: URL) throws {
    let batch = Subject.batch()
    struct Case: Encodable {
      var texts: [[Int32]]
      var targets: [Int32]
      var logprobs: [Float]
    }
    let texts = batch.segments.map { segment in
      Array(batch.tokens[Int(segment.queries.start)...].prefix(Int(segment.queries.count)))
    }
    try JSONEncoder().encode(Case(texts: texts, targets: batch.pickTokens, logprobs: found))
      .write(to: directory.appending(path: "expected.json"))
  }

  @Test("fold into the base", arguments: Subject.fixtures)
  func merge(fixture: String) throws {
    let subject = try Subject(Component("lora", ["rank": .integer(4)]), on: fixture)
    try subject.stir()
    let expected = try subject.logProbabilities()
    subject.network.mergeLowRank(subject.weights, factor: 4)
    let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: directory) }
    try ModelWriter.write(
      subject.weights, subject.model.family.layout.slices, like: subject.model, isUntied: false,
      to: directory)
    let merged = try Subject(Component("ft"), at: directory.path)
    let worst = zip(try merged.logProbabilities(), expected).map { abs($0 - $1) }.max() ?? 1
    #expect(worst < 1e-4, "\(worst)")
  }

  @Test("leave an untied head in a model's own files", arguments: Subject.fixtures)
  func untiedHead(fixture: String) throws {
    let subject = try Subject(Component("head"), on: fixture)
    try subject.stir()
    let expected = try subject.logProbabilities()
    let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: directory) }
    try ModelWriter.write(
      subject.weights, subject.network.layout.slices, like: subject.model,
      isUntied: !subject.network.adapters.isEmpty, to: directory)
    let again = try Subject(Component("ft"), at: directory.path)
    let worst = zip(try again.logProbabilities(), expected).map { abs($0 - $1) }.max() ?? 1
    #expect(worst < 1e-5, "\(worst)")
  }

  @Test("refuse what they cannot say or read")
  func refusals() throws {
    let unshifted = Component("prefix", ["shift": .boolean(false)])
    let subject = try Subject(unshifted, on: "opt")
    #expect(throws: InputProblem.self) {
      try AdapterExport(unshifted, subject.network, weights: subject.weights, base: "opt")
    }
    let (directory, _) = Self.directory(Component("refused"), "opt")
    defer { try? FileManager.default.removeItem(at: directory) }
    let lora = try Subject(Component("lora"), on: "opt")
    try AdapterExport(Component("lora"), lora.network, weights: lora.weights, base: "opt")
      .write(to: directory)
    // Another model has tensors of other shapes, or none of these names.
    for other in ["llama", "roberta"] {
      let adapter = try AdapterImport(directory: directory)
      #expect(throws: (any Error).self) {
        let there = try Subject(adapter.scheme, on: other)
        try adapter.fill(there.weights, of: there.network)
      }
    }
    for text in [#"{"peft_type": "LOHA"}"#, #"{"peft_type": "LORA", "use_dora": true}"#, "[]"] {
      try Data(text.utf8).write(to: directory.appending(path: "adapter_config.json"))
      #expect(throws: InputProblem.self, "\(text)") { try AdapterImport(directory: directory) }
    }
  }

  @Test(
    "refuse numbers that are not finite by the tensor's name", arguments: [Float.nan, .infinity])
  func notFinite(value: Float) throws {
    let lora = try Subject(Component("lora"), on: "opt")
    let (directory, _) = Self.directory(Component("infinite"), "opt-\(value)")
    defer { try? FileManager.default.removeItem(at: directory) }
    try AdapterExport(Component("lora"), lora.network, weights: lora.weights, base: "opt")
      .write(to: directory)
    let url = directory.appending(path: "adapter_model.safetensors")
    let file = try SafetensorsFile(url)
    let tensor = try #require(file.tensors.values.min { $0.name < $1.name })
    var bytes = try Data(contentsOf: url)
    let start = tensor.range.lowerBound + 4
    withUnsafeBytes(of: value.bitPattern.littleEndian) {
      bytes.replaceSubrange(start..<start + 4, with: $0)
    }
    try bytes.write(to: url)
    let adapter = try AdapterImport(directory: directory)
    let problem = #expect(throws: InputProblem.self) {
      try adapter.fill(lora.weights, of: lora.network)
    }
    #expect(problem?.place.hasSuffix("tensor '\(tensor.name)'") == true)
    #expect(problem?.message.contains("1 element is infinite or no number") == true)
    #expect(problem?.message.contains("the first at place 1;") == true)
  }
}
