import Graphs
import Models
import Optimizers
import Schemes
import Tensors
import Testing
import Vocabulary

/// Examples that are displaced each by itself, on every family under every scheme.
@Suite("Directions of examples", .tags(.slow))
struct ByExampleTests {
  static let schemes =
    ["ft", "lora", "prompt", "ia3", "bitfit", "head", "last-layers"].map { Component($0) } + [
      Component("prefix", ["tokens": .integer(3)]),
      Component(
        "prefix", ["init": .text("normal"), "reparametrised": .boolean(true), "width": .integer(6)]
      ),
    ]

  @Test(
    "give the losses of every example alone at W + σΔᵢ",
    arguments: SchemeContractTests.subjects(of: schemes))
  func explicit(subject: (scheme: Component, fixture: String)) throws {
    for objective in [Objective.classification, .language] {
      let problem = try TwoExamples(subject.scheme, on: subject.fixture, objective)
      // GRZO leaves biases of linear layers at rest, and Qwen2 has no others.
      if problem.isIdle { continue }
      try problem.expectExplicit()
    }
  }

  @Test("work on weights of half width", arguments: [StorageFormat.bf16, .f16])
  func halfWidth(format: StorageFormat) throws {
    try TwoExamples(Component("ft"), on: "opt", .classification, format).expectExplicit()
  }

  @Test("are masked as others are", arguments: ["random", "layers"])
  func masked(mask: String) throws {
    let optimizer = try OptimizerCatalog.make(
      Component(
        "compose",
        [
          "estimator": .text("per-example"), "directions": .text("per-example"),
          "mask": .map([mask: .map([:])]),
        ]))
    try TwoExamples(Component("ft"), on: "opt", .classification, optimizer: optimizer)
      .expectExplicit()
  }

  /// EGGROLL's members of rank one and three, of a product with W that all examples share.
  @Test(
    "add thin products to one thick one",
    arguments: SchemeContractTests.subjects(of: schemes))
  func outerProducts(subject: (scheme: Component, fixture: String)) throws {
    for rank in [1, 3] {
      let optimizer = try OptimizerCatalog.make(
        Component("eggroll", ["members": .integer(2), "rank": .integer(rank)]))
      let problem = try TwoExamples(
        subject.scheme, on: subject.fixture, .classification, optimizer: optimizer)
      if problem.isIdle { continue }
      try problem.expectExplicit()
    }
  }

  @Test(
    "are as many losses as examples, where all are displaced alike", arguments: ["opt", "llama"])
  func together(fixture: String) throws {
    let problem = try TwoExamples(
      Component("ft"), on: fixture, .classification,
      optimizer: OptimizerCatalog.make(Component("dpzero")))
    let place = Displacement.along(RandomKey(seed: 3), by: 0.02)
    let found = try problem.exampleLosses(at: [place, .none])
    // The bits of a product do not depend on how many rows it has.
    #expect(found[0] == (try problem.alone(at: place)))
    #expect(found[0] != found[1])
  }

  @Test("count errors one by one")
  func errors() throws {
    let problem = try TwoExamples(Component("ft"), on: "opt", .accuracy)
    let found = try problem.exampleLosses(at: [.none])[0]
    #expect(found == (try problem.alone(at: .none)))
    #expect(found.allSatisfy { $0 == 0 || $0 == 1 })
  }
}

/// Two examples in a batch, and each alone.
final class TwoExamples: ExampleProblem {
  private static let batches: [Batch] = [
    .example([2, 40, 7, 111, 30, 7, 26], [[5, 12], [9]]),
    .example([5, 31, 99, 12], [[44], [8, 3]]),
  ]

  /// Whether the optimizer would train nothing of the scheme.
  let isIdle: Bool
  private let iterate: Iterate
  private let objective: Objective
  private let ledger = Ledger()
  private let together: (executor: Executor, losses: NodeID)
  private let single: [(executor: Executor, loss: NodeID)]

  init(
    _ scheme: Component, on fixture: String, _ objective: Objective,
    _ format: StorageFormat = .f32, optimizer: Optimizer? = nil
  ) throws {
    self.objective = objective
    let model = try PretrainedModel(Checkpoints.path(fixture))
    let network = try SchemeCatalog.make(scheme).attach(to: model.family)
    let weights = try ParameterStore(
      network.layout, adapters: Set(network.adapters.keys), format: format, in: .weights,
      of: ledger)
    try model.load(into: weights)
    try network.initialize(weights, key: RandomKey(seed: 0), ledger: ledger)
    let optimizer = try optimizer ?? OptimizerCatalog.make(Component("grzo"))
    isIdle = optimizer.isIdle(network.layout, trainable: network.trainable)
    iterate = try Iterate(
      weights, trainable: network.trainable, optimizer: optimizer, ledger: ledger)
    let forward = ForwardPass(network, objective: objective)
    let admitted = optimizer.admitted(network.layout, trainable: network.trainable)
    let divided = ByExample(
      of: forward.loss, in: forward.graph, admitted: optimizer.displacesExamples ? admitted : [],
      outerProducts: optimizer.outerProducts)
    let (ledger, distribution) = (ledger, iterate.distribution)
    func executor(_ graph: Graph, _ loss: NodeID, _ batch: Batch) throws -> Executor {
      let executor = try Executor(
        Program(graph, outputs: [loss]),
        .init(lanes: 2, displaced: true, format: format, byExample: loss == divided.losses),
        weights: weights, capacity: batch.extents, ledger: ledger)
      executor.distribution = distribution
      executor.load(batch)
      return executor
    }
    let batches = Self.batches.map { $0.following(network.virtualTokens) }
    together = (try executor(divided.graph, divided.losses, .joined(batches)), divided.losses)
    single = try batches.map {
      (try executor(forward.graph, forward.loss, $0), forward.loss)
    }
  }

  func exampleLosses(at places: [Displacement]) throws(Divergence) -> [[Float]] {
    together.executor.run(at: places)
    return places.indices.map { together.executor.value(together.losses, lane: $0).array }
  }

  /// Each example by itself, its direction written out.
  func alone(at place: Displacement) throws -> [Float] {
    single.enumerated().map { example, it in
      it.executor.run(at: [place.of(example: example)])
      return it.executor.value(it.loss)[0]
    }
  }

  func expectExplicit() throws {
    let key = RandomKey(seed: 9)
    let estimate = try iterate.estimate(key: key, on: self)
    #expect(estimate.terms?.map(\.key) == [key.folding(0), key.folding(1)])
    let places: [Displacement] = [.each(key, by: 0.02), .each(key, by: -0.02)]
    let found = try exampleLosses(at: places)
    let base = try exampleLosses(at: [.none])[0]
    for (lane, place) in places.enumerated() {
      var wanted = try alone(at: place)
      if objective == .language {
        // Every token weighs the same.
        let counts = Self.batches.map { Float($0.pickRows.count) }
        wanted = zip(wanted, counts).map { $0 * $1 * 2 / (counts[0] + counts[1]) }
      }
      for example in wanted.indices {
        #expect(abs(found[lane][example] - wanted[example]) < 2e-5 * max(1, abs(wanted[example])))
      }
    }
    #expect(found[0] != base && found[0] != found[1])
    #expect(try exampleLosses(at: places) == found)
  }

  func losses(at displacements: [Displacement]) throws(Divergence) -> [Float] {
    preconditionFailure("examples are asked for")
  }

  func lossAndGradient() throws(Divergence) -> Float { preconditionFailure("there is none") }
  func gradient(_ slice: Slice) -> FloatView { preconditionFailure("there is none") }
}

extension Batch {
  /// A prompt with candidates that continue it, every token of which is scored.
  fileprivate static func example(_ prompt: [Int32], _ candidates: [[Int32]]) -> Batch {
    var batch = Batch()
    batch.firstTokens = [0]
    batch.append(prompt, at: 0)
    let shared = Span32(0, prompt.count)
    batch.segments = [Segment(queries: shared)]
    for (option, candidate) in candidates.enumerated() {
      let start = batch.tokens.count
      batch.append(candidate, at: prompt.count)
      batch.segments.append(
        Segment(queries: Span32(start, candidate.count), context: shared))
      for place in candidate.indices {
        batch.pickRows.append(Int32(batch.scored.count))
        batch.scored.append(Int32(start + place))
        batch.pickTokens.append(Int32(17 * place + 3 + option))
        batch.pickOptions.append(Int32(option))
      }
    }
    batch.options = [Span32(0, candidates.count)]
    batch.gold = [1]
    return batch
  }

  private mutating func append(_ tokens: [Int32], at position: Int) {
    self.tokens += tokens
    positions += tokens.indices.map { Int32(position + $0) }
  }

  /// The batch with virtual tokens at the beginning of its prompt.
  fileprivate func following(_ virtual: [Int32]) -> Batch {
    let count = Int32(virtual.count)
    var batch = self
    guard count > 0 else { return batch }
    batch.tokens = virtual + tokens
    batch.positions = virtual.indices.map(Int32.init) + positions.map { $0 + count }
    batch.segments = segments.enumerated().map { number, segment in
      guard number > 0 else {
        return Segment(queries: Span32(0, Int(segment.queries.count + count)))
      }
      return Segment(
        queries: Span32(Int(segment.queries.start + count), Int(segment.queries.count)),
        context: Span32(0, Int(segment.context.count + count)))
    }
    batch.scored = scored.map { $0 + count }
    return batch
  }

  /// One batch after the other.
  fileprivate static func joined(_ batches: [Batch]) -> Batch {
    batches.dropFirst().reduce(batches[0]) { all, next in
      var all = all
      let (tokens, rows) = (Int32(all.tokens.count), Int32(all.scored.count))
      let options = all.options.reduce(0) { $0 + $1.count }
      all.firstTokens.append(tokens)
      all.tokens += next.tokens
      all.positions += next.positions
      all.segments += next.segments.map { segment in
        Segment(
          queries: Span32(Int(segment.queries.start + tokens), Int(segment.queries.count)),
          context: segment.context.count == 0
            ? segment.context
            : Span32(Int(segment.context.start + tokens), Int(segment.context.count)))
      }
      all.scored += next.scored.map { $0 + tokens }
      all.pickRows += next.pickRows.map { $0 + rows }
      all.pickTokens += next.pickTokens
      all.pickOptions += next.pickOptions.map { $0 + options }
      all.options += next.options.map { Span32(Int($0.start + options), Int($0.count)) }
      all.gold += next.gold
      return all
    }
  }
}
