import Tensors

/// A parameter as an operation asks for it.
struct ParameterReference {
  let slice: Slice
  /// Read z alone, without the weights: the tangent along the direction.
  let directionOnly: Bool
}

/// Reads weights through a displacement: `θ + Σ scale · z(key)`, panel by panel, per lane.
///
/// Weights are never written to be probed (DESIGN §3). A panel is rows of a parameter that fit
/// the second-level cache; z is made once per panel for all lanes that share its key.
final class WeightReader {
  private let store: ParameterStore
  private let panel: FloatView
  private let shared: FloatView
  private let vectors: FloatView
  private let vectorLength: Int
  private let signs: FloatView
  var displacements: [Displacement] = [.none] { didSet { terms = displacements.map(\.terms) } }
  /// The example whose weights are read, while examples are displaced each by itself.
  var example: Int? {
    didSet {
      terms = displacements.map { place in
        example.map { place.of(example: $0).terms } ?? place.terms
      }
    }
  }
  /// Per lane, what is read now: at the displacement, and along the example's own direction.
  private var terms: [[DirectionTerm]] = [[]]
  var distribution: any DirectionDistribution = DenseDirections()
  /// The key of the direction that `directionOnly` reads.
  var tangentKey: RandomKey?

  /// What has to be kept beside the weights.
  struct Needs {
    /// Room for values that are not stored as they are read: displaced, widened, or z alone.
    var panel: Bool
    /// Room for a direction that lanes share.
    var shared: Bool
    /// Room for the signs of an example's direction.
    var signs = false
  }

  init(_ store: ParameterStore, scratch: FloatView, _ needs: Needs) {
    let sizes = Self.sizes(store.layout, needs)
    self.store = store
    panel = scratch.part(0, sizes.panel)
    shared = scratch.part(sizes.panel, sizes.shared)
    vectors = scratch.part(sizes.panel + sizes.shared, sizes.vectors)
    vectorLength = sizes.vectors / Self.vectorSlots
    signs = scratch.part(sizes.panel + sizes.shared + sizes.vectors, sizes.signs)
  }

  private static let vectorSlots = 4
  private static let panelFloats = 32 * 1024
  private static let panelRows = 32

  /// Floats of scratch: a panel, the shared direction, slots for vectors, and signs.
  private static func sizes(
    _ layout: Layout, _ needs: Needs
  ) -> (panel: Int, shared: Int, vectors: Int, signs: Int) {
    guard needs.panel else { return (0, 0, 0, 0) }
    let largest = layout.slices.map { rows($0) * $0.columns }.max() ?? 0
    let widest = layout.slices.filter { $0.rows == 1 }.map(\.columns).max() ?? 0
    let longest = layout.slices.map { max($0.rows, $0.columns) }.max() ?? 0
    return (
      largest, needs.shared ? largest : 0, vectorSlots * widest, needs.signs ? longest : 0
    )
  }

  static func scratch(_ layout: Layout, _ needs: Needs) -> Int {
    let sizes = sizes(layout, needs)
    return sizes.panel + sizes.shared + sizes.vectors + sizes.signs
  }

  /// Rows of a panel: about 128 KiB, at least 32 rows so that the product stays efficient.
  private static func rows(_ slice: Slice) -> Int {
    min(slice.rows, max(panelRows, panelFloats / max(slice.columns, 1)))
  }

  /// Calls `body` for every panel and lane with the first row and the panel's elements.
  func forEachPanel(
    _ parameter: ParameterReference, lanes: Int, _ body: (Int, Int, FloatView) -> Void
  ) {
    let slice = parameter.slice
    let step = isPlain(parameter) ? slice.rows : Self.rows(slice)
    for start in stride(from: 0, to: slice.rows, by: max(step, 1)) {
      forEachLane(parameter, rows: start, min(step, slice.rows - start), lanes: lanes) {
        body(start, $0, $1)
      }
    }
  }

  /// Rows `start ..< start + count` for every lane, in the panel's memory or in place.
  private func forEachLane(
    _ parameter: ParameterReference, rows start: Int, _ count: Int, lanes: Int,
    _ body: (Int, FloatView) -> Void
  ) {
    let slice = parameter.slice
    let (from, length) = (start * slice.columns, count * slice.columns)
    if isPlain(parameter), let floats = store.view(slice).part(from, length).floats {
      for lane in 0..<lanes { body(lane, floats) }
      return
    }
    let key = lanes > 1 && !parameter.directionOnly ? sharedKey(slice) : nil
    if let key {
      Kernels.fill(shared.part(0, length), 0)
      distribution.add(1, key: key, to: shared.part(0, length), of: slice, from: from)
    }
    for lane in 0..<lanes {
      let target = panel.part(0, length)
      fill(target, parameter, from: from, lane: lane, sharedKey: key)
      body(lane, target)
    }
  }

  /// A vector parameter for one lane; each input of an operation has its own slot.
  func vector(_ parameter: ParameterReference, lane: Int, slot: Int) -> FloatView {
    let slice = parameter.slice
    if isPlain(parameter), let floats = store.view(slice).floats { return floats }
    let target = vectors.part(slot % Self.vectorSlots * vectorLength, slice.count)
    fill(target, parameter, from: 0, lane: lane, sharedKey: nil)
    return target
  }

  /// One row of a parameter for one lane, written to `target`.
  func row(_ parameter: ParameterReference, _ row: Int, lane: Int, into target: FloatView) {
    let from = row * parameter.slice.columns
    fill(target, parameter, from: from, lane: lane, sharedKey: nil)
  }

  /// Whether nothing but the stored weights is to be read.
  private func isPlain(_ parameter: ParameterReference) -> Bool {
    if parameter.directionOnly { return false }
    let slice = parameter.slice
    if store.view(slice).format != .f32 { return false }
    return terms.allSatisfy { terms in
      !terms.contains { distribution.applies($0, to: slice) }
    }
  }

  /// The key that all lanes displace along, if there is one.
  private func sharedKey(_ slice: Slice) -> RandomKey? {
    let terms = terms.joined().filter { distribution.applies($0, to: slice) }
    let keys = Set(terms.map(\.key))
    return keys.count == 1 ? keys.first : nil
  }

  private func fill(
    _ target: FloatView, _ parameter: ParameterReference, from: Int, lane: Int,
    sharedKey: RandomKey?
  ) {
    let slice = parameter.slice
    if parameter.directionOnly {
      Kernels.fill(target, 0)
      if let tangentKey, !distribution.isZero(in: slice) {
        distribution.add(1, key: tangentKey, to: target, of: slice, from: from)
      }
      return
    }
    Kernels.widen(store.view(slice).part(from, target.count), into: target)
    for term in terms[lane] where distribution.applies(term, to: slice) {
      if term.key == sharedKey {
        Kernels.add(term.scale, times: shared.part(0, target.count), to: target)
      } else {
        distribution.add(term.scale, key: term.key, to: target, of: slice, from: from)
      }
    }
  }
}

// Examples that are displaced each by itself.
extension WeightReader {
  /// Whether the parameter is another one for every example.
  func varies(_ slice: Slice) -> Bool {
    displacements.contains { place in
      place.each.map { distribution.applies($0, to: slice) } ?? false
    }
  }

  /// Calls `body` with the first row and the elements of every panel of U.
  func forEachPattern(of slice: Slice, _ body: (Int, FloatView) -> Void) {
    guard let pattern = distribution.pattern else {
      preconditionFailure("these directions are not of examples")
    }
    let step = max(Self.rows(slice), 1)
    for start in stride(from: 0, to: slice.rows, by: step) {
      let target = panel.part(0, min(step, slice.rows - start) * slice.columns)
      pattern.writePattern(into: target, of: slice, from: start * slice.columns)
      body(start, target)
    }
  }

  /// The signs of one side of an example's direction, until the next ones are asked for.
  func signs(_ side: MatrixSide, of slice: Slice, lane: Int, example: Int) -> FloatView? {
    guard let each = displacements[lane].each, let pattern = distribution.pattern else {
      return nil
    }
    let target = signs.part(0, side == .rows ? slice.rows : slice.columns)
    pattern.writeSigns(
      side, key: each.key.folding(UInt64(example)), into: target, of: slice)
    return target
  }

  /// What the current example's direction adds to a vector parameter.
  func change(of slice: Slice, lane: Int, slot: Int) -> FloatView? {
    guard let example, let each = displacements[lane].each else { return nil }
    let target = vectors.part(slot % Self.vectorSlots * vectorLength, slice.count)
    Kernels.fill(target, 0)
    distribution.add(
      each.scale, key: each.key.folding(UInt64(example)), to: target, of: slice, from: 0)
    return target
  }
}
