import Graphs
import Tensors
import Testing
import Vocabulary

/// Lanes, displacements, capacities and the arena change where numbers are, never which.
@Suite struct ExecutionTests {
  private static let (one, two) = (RandomKey(seed: 21), RandomKey(seed: 22))
  /// Probes along one key share z; probes along several do not.
  private static let probes: [[Displacement]] = [
    [.along(one, by: 0.01), .along(one, by: -0.01)],
    [
      .along(one, by: 0.01), .along(two, by: 0.02),
      Displacement([
        DirectionTerm(key: one, scale: 0.5), DirectionTerm(key: two, scale: -0.25),
      ]),
    ],
  ]

  @Test(arguments: OperationCase.all, StorageFormat.allCases)
  func lanesTogetherAreLanesAlone(_ subject: OperationCase, _ format: StorageFormat) throws {
    let bench = try Bench(subject, format: format)
    for (name, program) in bench.programs where !program.writesGradients {
      for elements in [Elements.gaussian, .rademacher] {
        for probes in Self.probes {
          let together = try Self.outputs(bench, program, probes, elements)
          let alone = try probes.flatMap { try Self.outputs(bench, program, [$0], elements) }
          #expect(together == alone, "\(name), \(elements), \(probes.count) lanes")
        }
      }
    }
  }

  @Test(arguments: OperationCase.all)
  func aDisplacedReadIsAReadOfDisplacedWeights(_ subject: OperationCase) throws {
    let bench = try Bench(subject)
    let program = bench.programs[0].program
    for displacement in Self.probes.flatMap({ $0 }) {
      let read = try Self.outputs(bench, program, [displacement], .gaussian)[0]
      let moved = try Bench(subject)
      let values = try #require(moved.weights.all.floats)
      for slice in subject.layout.slices {
        for term in displacement.terms {
          DenseDirections().add(
            term.scale, key: term.key, to: values.part(slice.offset, slice.count), of: slice,
            from: 0)
        }
      }
      let plain = try Self.outputs(moved, program, [.none], .gaussian)[0]
      #expect(read != (try Self.outputs(bench, program, [.none], .gaussian)[0]))
      // Panels may sum up to 1030 terms in another order than the whole matrix does.
      #expect(relativeError(read, plain.map(Double.init)) < 4e-6)
    }
  }

  @Test func admittedSlicesAloneAreDisplaced() throws {
    let subject = try #require(OperationCase.all.first { $0.name == "Linear with bias" })
    let bench = try Bench(subject)
    let program = bench.programs[0].program
    let executor = try bench.executor(program, Program.Setting(displaced: true))
    executor.load(subject.batch)
    executor.run()
    let plain = executor.value(program.outputs[0]).array
    executor.distribution = DenseDirections(admitted: [])
    executor.run(at: [.along(Self.one, by: 1)])
    #expect(executor.value(program.outputs[0]).array == plain)
    executor.distribution = DenseDirections(admitted: [2])
    executor.run(at: [.along(Self.one, by: 1)])
    let shifted = executor.value(program.outputs[0]).array
    let bias = Array(try bench.direction(Self.one)[subject.layout.slices[2].offset...])
    let expected = plain.enumerated().map { Double($1) + Double(bias[$0 % bias.count]) }
    #expect(relativeError(shifted, expected) < 1e-6)
  }

  @Test(arguments: OperationCase.all)
  func capacityChangesNothing(_ subject: OperationCase) throws {
    var small = subject
    small.batch = .small
    let bench = try Bench(small)
    for (name, program) in bench.programs {
      let setting = Program.Setting(displaced: true)
      let capacity = subject.batch.extents.union(small.batch.extents)
      let snug = try bench.executor(program, setting)
      let roomy = try bench.executor(program, setting, capacity: capacity)
      roomy.load(subject.batch)
      roomy.run(tangent: Self.one)
      let (expected, actual) = (
        try Self.everything(bench, snug), try Self.everything(bench, roomy)
      )
      #expect(expected == actual, "\(name)")
    }
  }

  /// Outputs of a run on the bench's batch, then the gradients.
  private static func everything(_ bench: Bench, _ executor: Executor) throws -> [[Float]] {
    let sums = try #require(bench.gradients.all.floats)
    Kernels.fill(sums, 0)
    executor.load(bench.subject.batch)
    executor.run(tangent: one)
    return executor.program.outputs.map { executor.value($0).array } + [sums.array]
  }

  /// Every output of every lane, lane by lane, joined per lane.
  private static func outputs(
    _ bench: Bench, _ program: Program, _ probes: [Displacement], _ elements: Elements
  ) throws -> [[Float]] {
    let setting = Program.Setting(
      lanes: probes.count, displaced: true, format: bench.weights.format)
    let executor = try bench.executor(program, setting)
    executor.distribution = DenseDirections(elements)
    executor.load(bench.subject.batch)
    executor.run(at: probes, tangent: two)
    return probes.indices.map { lane in
      program.outputs.flatMap { executor.value($0, lane: lane).array }
    }
  }
}
