import Graphs
import Tensors
import Vocabulary

/// A case in memory: weights filled, executors made on demand.
struct Bench {
  let subject: OperationCase
  let ledger = Ledger()
  let weights: ParameterStore
  let gradients: ParameterStore

  init(_ subject: OperationCase, format: StorageFormat = .f32) throws {
    self.subject = subject
    weights = try ParameterStore(subject.layout, format: format, in: .weights, of: ledger)
    gradients = try ParameterStore(subject.layout, in: .gradients, of: ledger)
    let values = subject.values
    values.withUnsafeBytes { bytes in
      for slice in subject.layout.slices {
        let part = UnsafeRawBufferPointer(
          rebasing: bytes[4 * slice.offset..<4 * (slice.offset + slice.count)])
        weights.fill(slice, from: part, as: .f32)
      }
    }
  }

  var parameters: Set<Int> { Set(subject.layout.slices.map(\.index)) }

  func executor(
    _ program: Program, _ setting: Program.Setting = Program.Setting(), capacity: Extents? = nil
  ) throws -> Executor {
    try Executor(
      program, setting, weights: weights, gradients: program.writesGradients ? gradients : nil,
      capacity: capacity ?? subject.batch.extents, ledger: ledger)
  }

  /// The three programs of a case: value, gradient of the functional, tangent of the functional.
  var programs: [(name: String, program: Program)] {
    let (graph, result, scalar) = subject.graph
    let tangents = Tangents(of: scalar, in: graph, admitted: parameters)
    return [
      ("forward", Program(graph, outputs: [result, scalar])),
      ("gradient", gradientProgram),
      (
        "tangent",
        Program(
          tangents.graph, outputs: [tangents.value] + (tangents.slope.map { [$0] } ?? []))
      ),
    ]
  }

  var gradientProgram: Program {
    let (graph, _, scalar) = subject.graph
    return Program(
      Cotangents.gradient(of: scalar, in: graph, wanted: parameters), outputs: [scalar])
  }

  /// The gradient of the functional in all parameters, in layout order.
  func gradient() throws -> [Float] {
    guard let sums = gradients.all.floats else { return [] }
    Kernels.fill(sums, 0)
    let executor = try executor(gradientProgram)
    executor.load(subject.batch)
    executor.run()
    return sums.array
  }

  /// z(key) in all parameters, in layout order.
  func direction(_ key: RandomKey) throws -> [Float] {
    let buffer = try Buffer(floats: subject.layout.count, in: .directions, of: ledger)
    for slice in subject.layout.slices {
      DenseDirections().add(
        1, key: key, to: buffer.floats.part(slice.offset, slice.count), of: slice, from: 0)
    }
    return buffer.floats.array
  }
}

/// The largest difference, relative to the largest expected magnitude (at least one).
func relativeError(_ actual: [Float], _ expected: [Double]) -> Double {
  guard actual.count == expected.count else { return .infinity }
  let scale = expected.reduce(1) { max($0, $1.magnitude) }
  return zip(actual, expected).reduce(0) {
    let difference = (Double($1.0) - $1.1).magnitude
    return difference.isNaN ? .infinity : max($0, difference)
  } / scale
}
