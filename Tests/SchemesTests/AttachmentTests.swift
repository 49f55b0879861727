import Graphs
import Models
import Schemes
import Tensors
import Testing
import Vocabulary

/// Every scheme that trains by steps, on every family.
@Suite("Schemes on every family")
struct AttachmentTests {
  static let small: SettingValue = .integer(3)
  static let schemes = [
    Component("lora", ["rank": small]), Component("prefix", ["tokens": small]),
    Component("prefix", ["tokens": small, "shift": .boolean(false)]),
    Component(
      "prefix",
      ["init": .text("normal"), "reparametrised": .boolean(true), "width": .integer(6)]),
    Component("prompt", ["tokens": small]), Component("prompt", ["init": .text("normal")]),
    Component("head"), Component("ia3"), Component("last-layers"),
  ]

  @Test("have a gradient that is the slope along z", arguments: schemes, Subject.fixtures)
  func gradient(scheme: Component, fixture: String) throws {
    let subject = try Subject(scheme, on: fixture)
    try subject.stir()
    let (trainable, graph) = (subject.network.trainable, subject.forward.graph)
    let sums = try subject.gradients()
    let key = RandomKey(seed: 3)
    var along = 0.0
    for index in trainable {
      let slice = subject.network.layout.slices[index]
      let z = try Buffer(floats: slice.count, in: .directions, of: Ledger())
      DenseDirections().add(1, key: key, to: z.floats, of: slice, from: 0)
      let gradient = sums.view(slice).values
      #expect(gradient.contains { $0 != 0 }, "\(slice.name)")
      along += zip(z.floats.array, gradient).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    let tangents = Tangents(of: subject.forward.loss, in: graph, admitted: trainable)
    let slope = try #require(tangents.slope)
    let ahead = try subject.executor(Program(tangents.graph, outputs: [tangents.value, slope]))
    ahead.run(tangent: key)
    #expect(abs(Double(ahead.value(slope)[0]) - along) < 2e-4 * max(1, abs(along)))
    let difference = try Self.difference(subject, key)
    #expect(abs(difference - along) < 0.03 * max(1, abs(along)), "\(difference), \(along)")
  }

  /// The central difference of the loss along z, by displaced lanes.
  private static func difference(_ subject: Subject, _ key: RandomKey) throws -> Double {
    let loss = subject.forward.loss
    let executor = try subject.executor(
      Program(subject.forward.graph, outputs: [loss]), .init(lanes: 2, displaced: true))
    executor.distribution = DenseDirections(admitted: subject.network.trainable)
    let step: Float = 5e-4
    executor.run(at: [.along(key, by: step), .along(key, by: -step)])
    let losses = [0, 1].map { Double(executor.value(loss, lane: $0)[0]) }
    return (losses[0] - losses[1]) / Double(2 * step)
  }

  @Test(
    "begin as the base where they are defined so",
    arguments: [Component("lora"), Component("ia3"), Component("head"), Component("zero-shot")],
    Subject.fixtures)
  func identity(scheme: Component, fixture: String) throws {
    for format in StorageFormat.allCases {
      let base = try Subject(Component("ft"), on: fixture, format).logProbabilities()
      let tuned = try Subject(scheme, on: fixture, format).logProbabilities()
      let worst = zip(base, tuned).map { abs($0 - $1) }.max() ?? 1
      // A head of its own is read whole and not in panels: products may round otherwise.
      #expect(worst <= (scheme.name == "head" && format != .f32 ? 1e-5 : 0), "\(format)")
    }
  }

  @Test(
    "begin at random values of the seed", arguments: ["lora", "prefix", "prompt"],
    ["real", "normal"])
  func seeds(scheme: String, initial: String) throws {
    let settings: [String: SettingValue] = scheme == "lora" ? [:] : ["init": .text(initial)]
    let subject = try Subject(Component(scheme, settings), on: "opt")
    let slice = try #require(
      subject.network.adapters.keys.min().map {
        subject.network.layout.slices[$0]
      })
    func values(_ seed: Int) throws -> [Float] {
      let key = RandomKey(seed: seed)
      try subject.network.initialize(subject.weights, key: key, ledger: Ledger())
      return subject.weights.view(slice).values
    }
    let first = try values(1)
    #expect(try values(2) != first && values(1) == first)
    #expect(Set(first).count > first.count / 2)
    let bound = 1 / Float(slice.columns).squareRoot()
    if scheme == "lora" { #expect(first.allSatisfy { abs($0) <= bound }) }
  }

  /// The keys of three tokens, computed by hand from a batch of those tokens.
  @Test("take a prefix from the base's own keys", arguments: ["opt", "llama-gqa-tied", "mistral"])
  func realPrefix(fixture: String) throws {
    let tuned = try Subject(Component("prefix", ["tokens": .integer(3)]), on: fixture)
    let prompt = try Subject(Component("prompt", ["tokens": .integer(3)]), on: fixture)
    let embedding = try #require(prompt.network.layout["prompt_embeddings"])
    #expect(prompt.weights.view(embedding).values.contains { $0 != 0 })
    // Real tokens before a text say the same as their keys and values before it.
    let base = try Subject(Component("ft"), on: fixture)
    let drawn = try #require(Self.tokens(of: prompt, embedding, in: base))
    var batch = Subject.batch(after: drawn)
    batch.segments = batch.segments.map { $0 }
    let executor = try Executor(
      Program(base.forward.graph, outputs: [base.forward.logProbabilities]), .init(),
      weights: base.weights, capacity: batch.extents, ledger: Ledger())
    executor.load(batch)
    executor.run()
    let expected = executor.value(base.forward.logProbabilities).array
    for found in [try tuned.logProbabilities(), try prompt.logProbabilities()] {
      let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? 1
      #expect(found.count == expected.count && worst < 1e-4, "\(worst)")
    }
  }

  /// The ids whose embeddings a prompt begins with; both schemes draw the same.
  private static func tokens(
    of prompt: Subject, _ embedding: Slice, in base: Subject
  ) -> [Int32]? {
    let table = base.network.layout.slices[0]
    let rows = (0..<table.rows).map { row in
      base.weights.view(table).part(row * table.columns, table.columns).values
    }
    let ids = (0..<embedding.rows).compactMap { row in
      let start = row * embedding.columns
      let part = prompt.weights.view(embedding).part(start, embedding.columns).values
      return rows.firstIndex(of: part).map(Int32.init)
    }
    return ids.count == embedding.rows ? ids : nil
  }
}
