import Tensors
import Testing
import Vocabulary

/// Directions that never reach memory give the bits of those that do.
@Suite struct DirectionsAtOnceTests {
  private static let keys = [RandomKey(seed: 5), RandomKey(seed: 6), RandomKey(seed: 7)]
  private static let formats = [StorageFormat.f32, .bf16, .f16]
  /// Parts of a block, whole ones, both; begun anywhere.
  private static let runs = [(0, 1), (0, 256), (256, 1024), (3, 17), (250, 700), (511, 259)]

  /// Weights of a format, some of them negative, one of them −0.
  private static func weights(_ count: Int, _ format: StorageFormat) throws -> ParameterStore {
    var layout = Layout()
    layout.add("w", .matrix, rows: 1, columns: count)
    let store = try ParameterStore(layout, format: format, in: .weights, of: Ledger())
    let numbers = (0..<count).map { (index: Int) -> Float in
      index == 2 ? -0.0 : Float(index % 23) / 3 - 3
    }
    let values = try Floats(numbers)
    Kernels.narrow(values.view, into: store.view(layout.slices[0]))
    return store
  }

  @Test(arguments: [Elements.gaussian, .rademacher], formats)
  func lanesAreDisplacedToTheSameBits(_ elements: Elements, _ format: StorageFormat) throws {
    let scales: [Float] = [0.01, -0.01, 0.3]
    for (start, count) in Self.runs {
      let store = try Self.weights(count, format)
      let source = store.all
      let z = try Floats(zeros: count)
      Kernels.addDirection(elements, 1, key: Self.keys[0], tensor: 4, start: start, to: z.view)
      let lanes = try scales.map { _ in try Floats(zeros: count) }
      let halves = try scales.map { _ in try Floats(zeros: (count + 1) / 2) }
      for places in [
        lanes.map { $0.view.stored }, halves.map { $0.view.halves.part(0, count) },
      ] {
        Kernels.displace(
          source, along: Self.keys[0], elements, tensor: 4, start: start, by: scales, into: places)
      }
      for (index, scale) in scales.enumerated() {
        let expected = try Floats(zeros: count)
        Kernels.displace(source, scale, times: z.view, into: expected.view)
        let isSame = bits(lanes[index].view.array) == bits(expected.view.array)
        #expect(isSame, "lane \(index), \(count) from \(start)")
        let rounded = try Floats(zeros: (count + 1) / 2)
        Kernels.narrow(expected.view, into: rounded.view.halves.part(0, count))
        let isRounded =
          halves[index].view.halves.part(0, count).values
          == rounded.view.halves.part(0, count).values
        #expect(isRounded, "lane \(index), \(count) from \(start)")
      }
      withExtendedLifetime(store) {}
    }
  }

  @Test(arguments: [Elements.gaussian, .rademacher], formats)
  func stepsHaveTheSameBits(_ elements: Elements, _ format: StorageFormat) throws {
    let terms = zip(Self.keys, [Float(0.02), -0.7, 1.3]).map { DirectionTerm(key: $0, scale: $1) }
    let factors: [Float] = [0.31, 1, 0.05]
    for (start, count) in Self.runs {
      let stores = try (Self.weights(count, format), Self.weights(count, format))
      let (target, expected) = (stores.0.all, stores.1.all)
      Kernels.descend(target, by: terms, elements, tensor: 1, start: start, times: factors)
      let step = try Floats(zeros: count)
      for term in terms {
        Kernels.addDirection(
          elements, term.scale, key: term.key, tensor: 1, start: start, to: step.view)
      }
      for factor in factors { Kernels.scale(step.view, by: factor) }
      let now = try Floats(expected.values)
      Kernels.add(-1, times: step.view, to: now.view)
      Kernels.narrow(now.view, into: expected)
      let isSame = bits(target.values) == bits(expected.values)
      #expect(isSame, "\(count) from \(start)")
      withExtendedLifetime(stores) {}
    }
  }

  private func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }
}

/// Floats that live as long as someone has them.
private final class Floats {
  private let buffer: Buffer
  var view: FloatView { buffer.floats }

  init(zeros count: Int) throws { buffer = try Buffer(floats: count, in: .scratch, of: Ledger()) }

  convenience init(_ values: [Float]) throws {
    try self.init(zeros: values.count)
    for (index, value) in values.enumerated() { view[index] = value }
  }
}
