import Tensors
import Testing
import Vocabulary

/// Blocks of parameters: copying, filling between formats, fresh weights.
@Suite struct ParameterStoreTests {
  private static let layout: Layout = {
    var layout = Layout()
    layout.add("table", .embedding, rows: 100, columns: 101)
    layout.add("matrix", .matrix, rows: 7, columns: 9)
    layout.add("bias", .bias, columns: 9)
    layout.add("scale", .scale, columns: 9)
    return layout
  }()

  private static func floats(_ store: ParameterStore, _ slice: Slice) throws -> [Float] {
    let buffer = try Buffer(floats: slice.count, in: .scratch, of: Ledger())
    Kernels.widen(store.view(slice), into: buffer.floats)
    return buffer.floats.array
  }

  @Test func aCopyIsEqualAndApart() throws {
    let ledger = Ledger()
    let first = try ParameterStore(Self.layout, in: .weights, of: ledger)
    let second = try ParameterStore(Self.layout, in: .weights, of: ledger)
    first.initialize(RandomKey(seed: 1), deviation: 0.1)
    second.copy(from: first)
    let slice = Self.layout.slices[0]
    #expect(try Self.floats(second, slice) == Self.floats(first, slice))
    first.view(slice).floats?[0] = 99
    #expect(try Self.floats(second, slice)[0] != 99)
  }

  /// Quarters of small integers are exact in every format, so all nine ways agree exactly.
  @Test(arguments: StorageFormat.floats, StorageFormat.floats)
  func fillingTranslatesFormats(_ source: StorageFormat, _ target: StorageFormat) throws {
    let ledger = Ledger()
    let from = try ParameterStore(Self.layout, format: source, in: .weights, of: ledger)
    let to = try ParameterStore(Self.layout, format: target, in: .weights, of: ledger)
    let slice = Self.layout.slices[0]
    let values = (0..<slice.count).map { Float($0 % 61 - 30) / 4 }
    let buffer = try Buffer(floats: slice.count, in: .scratch, of: ledger)
    buffer.floats.copy(from: values)
    Kernels.narrow(buffer.floats, into: from.view(slice))
    #expect(from.view(slice).withBytes { to.fill(slice, from: $0, as: source) }.count == 0)
    #expect(try Self.floats(to, slice) == values)
    #expect(try Self.floats(to, Self.layout.slices[1]).allSatisfy { $0 == 0 })
  }

  /// 10 100 elements: the deviation of the sample mean is σ/100, of the mean square 1.4 σ²/100;
  /// six deviations have a false alarm in 10⁸ keys.
  @Test func freshWeightsAreAsDescribed() throws {
    let store = try ParameterStore(Self.layout, in: .weights, of: Ledger())
    store.initialize(RandomKey(seed: 3), deviation: 0.02)
    let table = try Self.floats(store, Self.layout.slices[0]).map { Double($0) / 0.02 }
    let count = Double(table.count)
    #expect((table.reduce(0, +) / count).magnitude < 0.06)
    #expect((table.reduce(0) { $0 + $1 * $1 } / count - 1).magnitude < 0.085)
    #expect(try Self.floats(store, Self.layout.slices[1]).contains { $0 != 0 })
    #expect(try Self.floats(store, Self.layout.slices[2]).allSatisfy { $0 == 0 })
    #expect(try Self.floats(store, Self.layout.slices[3]).allSatisfy { $0 == 1 })
    let again = try ParameterStore(Self.layout, in: .weights, of: Ledger())
    again.initialize(RandomKey(seed: 3), deviation: 0.02)
    let matrix = Self.layout.slices[1]
    #expect(try Self.floats(again, matrix) == Self.floats(store, matrix))
  }
}
