import Graphs
import Models
import Tensors
import Testing
import Vocabulary

/// What holds for the graph of every family, whatever it computes.
@Suite("Graphs of every family")
struct FamilyContractTests {
  /// Two sequences, all tokens scored at their own places.
  private static let batch: Batch = {
    var batch = Batch()
    batch.tokens = [2, 40, 7, 111, 300, 7, 260, 5, 31, 99, 12]
    batch.positions = [0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3]
    batch.segments = [Segment(queries: Span32(0, 7)), Segment(queries: Span32(7, 4))]
    batch.scored = batch.tokens.indices.map(Int32.init)
    batch.pickRows = batch.scored
    batch.pickTokens = batch.tokens.reversed()
    batch.pickOptions = batch.tokens.indices.map { $0 < 7 ? 0 : 1 }
    batch.options = [Span32(0, 1), Span32(1, 1)]
    batch.gold = [0, 0]
    return batch
  }()

  /// The loss of a fixture with everything trained.
  private struct Subject {
    let weights: ParameterStore
    let forward: ForwardPass
    let wanted: Set<Int>
    let ledger = Ledger()

    init(_ name: String, _ format: StorageFormat = .f32) throws {
      let fixture = try ModelFixture(name)
      weights = try fixture.load(format)
      forward = ForwardPass(try fixture.model().family, objective: .language)
      wanted = Set(weights.layout.slices.map(\.index))
    }

    var gradient: Program { gradient(recomputing: false) }

    func gradient(recomputing: Bool) -> Program {
      Program(
        Cotangents.gradient(
          of: forward.loss, in: forward.graph, wanted: wanted, recomputing: recomputing),
        outputs: [forward.loss])
    }

    func executor(
      _ program: Program, _ setting: Program.Setting, gradients: ParameterStore? = nil
    ) throws -> Executor {
      let executor = try Executor(
        program, setting, weights: weights, gradients: gradients,
        capacity: FamilyContractTests.batch.extents, ledger: ledger)
      executor.load(FamilyContractTests.batch)
      return executor
    }
  }

  @Test("have a tangent that is the gradient along z", arguments: FamilyTests.fixtures)
  func tangent(name: String) throws {
    let subject = try Subject(name)
    let sums = try ParameterStore(subject.weights.layout, in: .gradients, of: Ledger())
    let backward = try subject.executor(subject.gradient, .init(), gradients: sums)
    backward.run()
    let key = RandomKey(seed: 3)
    var along = 0.0
    for slice in sums.layout.slices {
      let z = try Buffer(floats: slice.count, in: .directions, of: Ledger())
      DenseDirections().add(1, key: key, to: z.floats, of: slice, from: 0)
      along += zip(z.floats.array, sums.view(slice).floats?.array ?? [])
        .reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    let tangents = Tangents(
      of: subject.forward.loss, in: subject.forward.graph, admitted: subject.wanted)
    let slope = try #require(tangents.slope)
    let ahead = try subject.executor(
      Program(tangents.graph, outputs: [tangents.value, slope]), .init())
    ahead.run(tangent: key)
    #expect(ahead.value(tangents.value)[0] == backward.value(subject.forward.loss)[0])
    #expect(abs(Double(ahead.value(slope)[0]) - along) < 1e-4 * max(1, abs(along)))
  }

  @Test(
    "have the same gradients, bit for bit, when activations are computed again",
    arguments: FamilyTests.fixtures)
  func recomputation(name: String) throws {
    let subject = try Subject(name)
    var found: [[[Float]]] = []
    for recomputing in [false, true] {
      let sums = try ParameterStore(subject.weights.layout, in: .gradients, of: Ledger())
      let program = subject.gradient(recomputing: recomputing)
      let executor = try subject.executor(program, .init(), gradients: sums)
      executor.run()
      #expect(executor.flops == program.graph.flops(Self.batch.extents))
      let loss = [executor.value(subject.forward.loss)[0]]
      found.append([loss] + sums.layout.slices.map { sums.view($0).values })
    }
    let names = ["loss"] + subject.weights.layout.slices.map(\.name)
    for (name, (kept, again)) in zip(names, zip(found[0], found[1])) {
      let isSame = kept == again
      #expect(isSame, "\(name)")
    }
    let flops = [false, true].map {
      subject.gradient(recomputing: $0).graph.flops(Self.batch.extents)
    }
    #expect(flops[1] > flops[0] && flops[1] < 4 / 3 * flops[0] + 1)
  }

  @Test("cost what is forecast", arguments: FamilyTests.fixtures, StorageFormat.allCases)
  func forecast(name: String, format: StorageFormat) throws {
    let subject = try Subject(name, format)
    let loss = Program(subject.forward.graph, outputs: [subject.forward.loss])
    let sums = try ParameterStore(subject.weights.layout, in: .gradients, of: Ledger())
    for (program, lanes) in [(loss, 1), (loss, 3), (subject.gradient, 1)] {
      let setting = Program.Setting(lanes: lanes, displaced: lanes > 1, format: format)
      subject.ledger.restart()
      let executor = try subject.executor(
        program, setting, gradients: program.writesGradients ? sums : nil)
      let key = RandomKey(seed: 9)
      executor.run(
        at: lanes > 1
          ? [.none, .along(key, by: 0.01), .along(key, by: -0.01)] : [.none])
      let extents = Self.batch.extents
      let peaks = subject.ledger.profile.peaks
      let expected = program.memory(setting, capacity: extents)
      for account in Account.allCases {
        #expect(peaks[account] == expected[account], "\(account), \(lanes) lanes")
      }
      #expect(executor.flops == Double(lanes) * program.graph.flops(extents))
    }
  }
}
