import Graphs
import Tensors
import Testing
import Vocabulary

/// Values and derivatives of every operation, against the reference in double precision.
@Suite struct DerivativeTests {
  @Test(arguments: OperationCase.all)
  func valueIsTheReferences(_ subject: OperationCase) throws {
    let bench = try Bench(subject)
    let (graph, result, _) = subject.graph
    let executor = try bench.executor(Program(graph, outputs: [result]))
    executor.load(subject.batch)
    executor.run()
    let expected = subject.expected(subject.values.map(Double.init))
    #expect(relativeError(executor.value(result).array, expected) < 1e-5)
  }

  @Test(arguments: OperationCase.all)
  func gradientIsTheReferencesSlope(_ subject: OperationCase) throws {
    let gradient = try Bench(subject).gradient()
    let values = subject.values.map(Double.init)
    let probed = Self.sample(subject.layout)
    let expected = probed.map { index in
      let step = 1e-5
      var (above, below) = (values, values)
      above[index] += step
      below[index] -= step
      return (subject.expectedScalar(above) - subject.expectedScalar(below)) / (2 * step)
    }
    #expect(expected.contains { $0 != 0 })
    #expect(relativeError(probed.map { gradient[$0] }, expected) < 2e-5)
  }

  @Test(arguments: OperationCase.all)
  func tangentIsTheReferencesSlopeAndTheGradientAlongZ(_ subject: OperationCase) throws {
    let bench = try Bench(subject)
    let (graph, _, scalar) = subject.graph
    let tangents = Tangents(of: scalar, in: graph, admitted: bench.parameters)
    let slope = try #require(tangents.slope)
    let executor = try bench.executor(
      Program(tangents.graph, outputs: [tangents.value, slope]),
      Program.Setting(displaced: true))
    let key = RandomKey(seed: 5)
    executor.load(subject.batch)
    executor.run(tangent: key)
    let z = try bench.direction(key).map(Double.init)
    let values = subject.values.map(Double.init)
    let step = 1e-5
    let above = subject.expectedScalar(zip(values, z).map { $0 + step * $1 })
    let below = subject.expectedScalar(zip(values, z).map { $0 - step * $1 })
    let along = zip(try bench.gradient(), z).reduce(0) { $0 + Double($1.0) * $1.1 }
    #expect(relativeError(executor.value(slope).array, [(above - below) / (2 * step)]) < 2e-5)
    #expect(relativeError(executor.value(slope).array, [along]) < 2e-5)
    #expect(
      relativeError(executor.value(tangents.value).array, [subject.expectedScalar(values)]) < 1e-5)
  }

  /// z alone is read, so tangents need a reader's panel whether or not weights are displaced.
  @Test(arguments: OperationCase.all)
  func tangentsNeedNoDisplacedSetting(_ subject: OperationCase) throws {
    let bench = try Bench(subject)
    let program = bench.programs[2].program
    let slopes = try [false, true].map { displaced in
      let executor = try bench.executor(program, Program.Setting(displaced: displaced))
      executor.load(subject.batch)
      executor.run(tangent: RandomKey(seed: 6))
      return program.outputs.map { executor.value($0).array }
    }
    #expect(slopes[0].count == 2 && slopes[0] == slopes[1])
  }

  @Test func frozenParametersReceiveNothing() throws {
    for subject in OperationCase.all where subject.parameters.count > 1 {
      let bench = try Bench(subject)
      let (graph, _, scalar) = subject.graph
      let wanted: Set<Int> = [0]
      let program = Program(
        Cotangents.gradient(of: scalar, in: graph, wanted: wanted), outputs: [scalar])
      let executor = try bench.executor(program)
      executor.load(subject.batch)
      executor.run()
      let partial = try #require(bench.gradients.all.floats).array
      let whole = try bench.gradient()
      let own = subject.layout.slices[0].count
      #expect(Array(partial[..<own]) == Array(whole[..<own]), "\(subject.name)")
      #expect(partial[own...].allSatisfy { $0 == 0 }, "\(subject.name)")
    }
  }

  /// A dozen elements of every parameter, spread evenly.
  private static func sample(_ layout: Layout) -> [Int] {
    layout.slices.flatMap { slice in
      stride(from: 0, to: slice.count, by: max(1, slice.count / 12)).map { slice.offset + $0 }
    }
  }
}
