import Tensors
import Testing
import Vocabulary

/// Weights as integers with scales: what is stored, what is read, and steps that are not lost.
@Suite("Integers with scales")
struct IntegerTests {
  static let formats = [StorageFormat.int8, .int4]
  /// Rows of two groups and a rest, an embedding of odd rows, and a bias.
  static let layout: Layout = {
    var layout = Layout()
    layout.add("matrix", .matrix, rows: 5, columns: 300)
    layout.add("table", .embedding, rows: 4, columns: 37)
    layout.add("bias", .bias, columns: 9)
    return layout
  }()

  private static func store(
    _ format: StorageFormat, ledger: Ledger = Ledger()
  ) throws -> ParameterStore {
    let store = try ParameterStore(layout, format: format, in: .weights, of: ledger)
    store.initialize(RandomKey(seed: 2), deviation: 0.1)
    return store
  }

  /// Integers of a slice, by division: s · q has a rounding, its quotient by s is q to a digit.
  ///
  /// Of a group of zeros they are zeros.
  private static func integers(_ store: ParameterStore, _ slice: Slice) throws -> [Int] {
    let grid = try #require(store.view(slice).grid)
    let scales = try #require(store.view(slice).scales).array
    return store.view(slice).values.enumerated().map { place, value in
      let scale = scales[grid.scale(of: place)]
      let quotient = scale > 0 ? value / scale : value
      #expect(abs(quotient - quotient.rounded()) < 1e-4)
      return Int(quotient.rounded())
    }
  }

  @Test("take the bytes of integers and scales", arguments: formats)
  func bytes(format: StorageFormat) throws {
    let ledger = Ledger()
    let store = try Self.store(format, ledger: ledger)
    // 1,500 and 148 elements; 5 rows of 3 scales and 4 of one; 9 floats.
    let integers = format == .int8 ? 1500 + 148 : 752 + 76
    #expect(ledger.live.total == integers + 4 * (15 + 4) + 4 * 9)
    #expect(
      ParameterStore.blueprint(Self.layout, format: format, in: .weights).bytes.total
        == ledger.live.total)
    #expect(store.view(Self.layout.slices[2]).format == .f32)
  }

  @Test("are the nearest, with the largest of a group at the limit", arguments: formats)
  func nearest(format: StorageFormat) throws {
    let exact = try Self.store(.f32)
    let store = try Self.store(format)
    for slice in Self.layout.slices.prefix(2) {
      let grid = try #require(store.view(slice).grid)
      let scales = try #require(store.view(slice).scales).array
      var largest = [Int](repeating: 0, count: grid.scaleCount)
      let values = zip(store.view(slice).values, exact.view(slice).values)
      for (place, (found, wanted)) in values.enumerated() {
        let group = grid.scale(of: place)
        #expect(abs(found - wanted) <= 0.5001 * scales[group])
        largest[group] = max(largest[group], Int((abs(found) / scales[group]).rounded()))
      }
      #expect(largest.allSatisfy { $0 == grid.limit })
    }
  }

  @Test("are quantized anew without a change", arguments: formats)
  func again(format: StorageFormat) throws {
    let (store, other) = (try Self.store(format), try Self.store(format))
    for slice in Self.layout.slices { other.fill(slice, with: store.view(slice).values) }
    for slice in Self.layout.slices.prefix(2) {
      #expect(try Self.integers(store, slice) == Self.integers(other, slice))
    }
    other.fill(Self.layout.slices[0], row: 1, with: [Float](repeating: 0, count: 300))
    #expect(other.view(Self.layout.slices[0]).part(300, 300).values.allSatisfy { $0 == 0 })
    let kept = try Self.integers(store, Self.layout.slices[0]).prefix(300)
    #expect(try Self.integers(other, Self.layout.slices[0]).prefix(300) == kept)
  }

  @Test("are read the same in parts as in whole", arguments: formats)
  func parts(format: StorageFormat) throws {
    let store = try Self.store(format)
    for slice in Self.layout.slices {
      let whole = store.view(slice).values
      for (start, count) in [(0, 1), (1, 8), (3, 6), (slice.count - 5, 5)] {
        let part = store.view(slice).part(start, count).values
        #expect(part == Array(whole[start..<start + count]))
      }
    }
  }

  @Test("are copied as they are, and their scales are parameters", arguments: formats)
  func copies(format: StorageFormat) throws {
    let (first, second) = (try Self.store(format), try Self.store(format))
    let slice = Self.layout.slices[0]
    second.fill(slice, with: [Float](repeating: 1, count: slice.count))
    second.copy(from: first)
    #expect(second.view(slice).values == first.view(slice).values)
    let scales = try first.scales()
    let view = try #require(scales.view(scales.layout.slices[0]).floats)
    #expect(scales.layout.slices[0].count == 15 && scales.layout.slices[2].count == 0)
    view[0] *= 2
    #expect(first.view(slice).values[0] == 2 * second.view(slice).values[0])
    #expect(first.view(slice).values[128] == second.view(slice).values[128])
  }

  /// A step of 0.37 of a scale, 10⁵ times from the same place: the standard deviation of one is
  /// √(0.37 · 0.63), and four of the mean's fail one key in 16,000.
  @Test("step by the step in the mean, and stay within the limits", arguments: formats)
  func unbiasedSteps(format: StorageFormat) throws {
    var layout = Layout()
    layout.add("matrix", .matrix, rows: 782, columns: 128)
    let store = try ParameterStore(layout, format: format, in: .weights, of: Ledger())
    let slice = layout.slices[0]
    let start = (0..<slice.count).map { Float($0 % 128 == 0 ? (format == .int8 ? 127 : 7) : 2) }
    store.fill(slice, with: start)
    let box = try Buffer(floats: slice.count, in: .scratch, of: Ledger())
    for (step, bound) in [(Float(0.37), 0.0062), (-2.5, 0.0064)] {
      store.fill(slice, with: start)
      box.floats.copy(from: [Float](repeating: step, count: slice.count))
      Kernels.step(store.view(slice), by: box.floats, key: RandomKey(seed: 4), tensor: 0)
      let after = store.view(slice).values
      let moved = after.enumerated().filter { $0.offset % 128 != 0 }.map { Double($0.element) - 2 }
      #expect(abs(moved.reduce(0, +) / Double(moved.count) + Double(step)) < bound)
      #expect(Set(moved).count == 2)
      #expect(after.max() ?? 0 <= start[0])
    }
    box.floats.copy(from: [Float](repeating: 0, count: slice.count))
    store.fill(slice, with: start)
    Kernels.step(store.view(slice), by: box.floats, key: RandomKey(seed: 4), tensor: 0)
    #expect(store.view(slice).values == start)
  }

  @Test("take steps in chunks as in whole, and any step at all")
  func chunks() throws {
    for format in Self.formats {
      let (first, second) = (try Self.store(format), try Self.store(format))
      let slice = Self.layout.slices[1]
      let steps = (0..<slice.count).map { Float($0 % 7 - 3) * 0.01 }
      let box = try Buffer(floats: slice.count, in: .scratch, of: Ledger())
      box.floats.copy(from: steps)
      let key = RandomKey(seed: 8)
      Kernels.step(first.view(slice), by: box.floats, key: key, tensor: 1)
      for (start, count) in [(0, 51), (51, 30), (81, slice.count - 81)] {
        Kernels.step(
          second.view(slice).part(start, count), by: box.floats.part(start, count), key: key,
          tensor: 1)
      }
      #expect(first.view(slice).values == second.view(slice).values)
      box.floats.copy(
        from: steps.indices.map { [Float.infinity, -.infinity, .nan, 1e30, -1e-30][$0 % 5] })
      Kernels.step(first.view(slice), by: box.floats, key: key, tensor: 1)
      #expect(try Self.integers(first, slice).allSatisfy { abs($0) <= 127 })
    }
  }

  /// E[SR(x)] = x within four deviations of the mean of 10⁵ (T20).
  @Test(
    "stochastic rounding has the mean of what it rounds", arguments: [0.5, 0.1, -1.3, 2, 0.003])
  func rounding(x: Double) throws {
    let count = 100_000
    let box = try Buffer(floats: count, in: .scratch, of: Ledger())
    box.floats.copy(from: [Float](repeating: Float(x), count: count))
    Kernels.roundStochastically(box.floats, to: 1, key: RandomKey(seed: 6), tensor: 2, start: 0)
    let rounded = box.floats.array.map(Double.init)
    let fraction = x - x.rounded(.down)
    let deviation = (fraction * (1 - fraction) / Double(count)).squareRoot()
    #expect(abs(rounded.reduce(0, +) / Double(count) - x) <= 4 * deviation + 1e-7)
    #expect(rounded.allSatisfy { $0 == x.rounded(.down) || $0 == x.rounded(.up) })
  }
}
