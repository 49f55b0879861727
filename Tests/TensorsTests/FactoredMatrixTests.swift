import Tensors
import Testing
import Vocabulary

/// Products of low rank and the arithmetic of rules against the same thing number by number.
@Suite("Factored matrices and moments")
struct FactoredMatrixTests {
  private static let (rows, columns, rank) = (11, 37, 5)

  private func buffer(_ count: Int, tensor: Int) throws -> Buffer {
    let buffer = try Buffer(floats: count, in: .scratch, of: Ledger())
    Kernels.fill(buffer.floats, 0)
    Kernels.addDirection(
      .gaussian, 1, key: RandomKey(seed: 3), tensor: tensor, start: 0, to: buffer.floats)
    return buffer
  }

  enum Form: CaseIterable { case both, right, left, diagonal }

  @Test("every part is the sum over the rank in its order", arguments: Form.allCases)
  func sums(form: Form) throws {
    let (rows, columns, rank) = (Self.rows, Self.columns, Self.rank)
    let left = try buffer(rank * rows, tensor: 1)
    let right = try buffer(rank * columns, tensor: 2)
    let size = [Form.both: rank * rank, .right: rows * rank, .left: rank * columns]
    let core = try buffer(size[form] ?? rank, tensor: 4)
    let (l, c, r) = (left.floats, core.floats, right.floats)
    let factor: Float = 0.7
    func coefficient(_ i: Int, _ k: Int) -> Float {
      switch form {
      case .right: c[i * rank + k]
      case .left: l[k * rows + i]
      case .diagonal: l[k * rows + i] * c[k]
      case .both:
        (0..<rank).reduce(Float(0)) { $0.addingProduct(l[$1 * rows + i], c[$1 * rank + k]) }
      }
    }
    func element(_ i: Int, _ j: Int) -> Float {
      (0..<rank).reduce(Float(0)) {
        $0.addingProduct(
          factor * coefficient(i, $1), form == .left ? c[$1 * columns + j] : r[$1 * columns + j])
      }
    }
    let matrix = FactoredMatrix(
      rows: rows, columns: columns, rank: rank, left: form == .right ? nil : l, core: c,
      right: form == .left ? nil : r, isDiagonal: form == .diagonal, factor: factor)
    for (start, count) in [(0, rows * columns), (5, 20), (30, 300), (columns, 5 * columns + 1)] {
      let target = try buffer(count, tensor: 5)
      let expected = target.floats.array.enumerated().map { index, before in
        before.addingProduct(
          0.3, element((start + index) / columns, (start + index) % columns))
      }
      matrix.add(0.3, to: target.floats, from: start)
      #expect(target.floats.array.map(\.bitPattern) == expected.map(\.bitPattern))
    }
  }

  @Test("moments are rounded after every operation")
  func moments() throws {
    let x = try buffer(101, tensor: 1)
    let y = try buffer(101, tensor: 2)
    Kernels.addSquares(of: y.floats, weight: 0.6, to: y.floats)
    let before = zip(x.floats.array, y.floats.array)
    func check(
      _ change: (FloatView, FloatView) -> Void, _ expected: (Float, Float) -> Float
    ) throws {
      let target = try buffer(101, tensor: 3)
      target.floats.copy(from: y.floats)
      change(x.floats, target.floats)
      #expect(
        target.floats.array.map(\.bitPattern) == before.map { expected($0, $1).bitPattern })
    }
    try check {
      Kernels.addSquares(of: $0, weight: 0.2, to: $1, decay: 0.9)
    } _: {
      0.9 * $1 + 0.2 * $0 * $0
    }
    try check {
      Kernels.addScaled($0, weight: 0.2, to: $1, decay: 0.9)
    } _: {
      0.9 * $1 + 0.2 * $0
    }
    try check {
      Kernels.growCurvature($1, direction: $0, keep: 0.9, gain: 0.3)
    } _: {
      0.9 * $1 + 0.3 * $1 * $0 * $0
    }
    Kernels.addSquares(of: x.floats, weight: 1, to: x.floats, decay: 0)
    let squares = zip(x.floats.array, y.floats.array)
    Kernels.divide(
      y.floats, byRootOf: x.floats, scale: 0.3, correction: 0.7, inner: 1e-8, outer: 1e-5)
    let quotients = squares.map { v, x in
      0.3 * x / ((v / 0.7 + 1e-8).squareRoot() + 1e-5)
    }
    #expect(y.floats.array.map(\.bitPattern) == quotients.map(\.bitPattern))
  }
}
