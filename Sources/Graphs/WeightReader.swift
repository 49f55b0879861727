import Synchronization
import Tensors
import Vocabulary

/// A parameter as an operation asks for it.
struct ParameterReference {
  let slice: Slice
  /// Read z alone, without the weights: the tangent along the direction.
  let directionOnly: Bool
}

/// Reads weights through a displacement: `θ + Σ scale · z(key)`, panel by panel, per lane.
///
/// Weights are never written to be probed. A panel is some hundred rows of a parameter; z is made
/// once per panel for all lanes that share its key. Large matrices are read in tiles instead, each
/// by the thread that claims it (`WeightTiles`).
final class WeightReader {
  let store: ParameterStore
  /// Of every lane, `panelLength` floats.
  let panels: FloatView
  let panelLength: Int
  private let vectors: FloatView
  private let vectorLength: Int
  private let factors: FloatView
  private let factorLength: Int
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
  private(set) var terms: [[DirectionTerm]] = [[]]
  var distribution: any DirectionDistribution = DenseDirections()
  /// The key of the direction that `directionOnly` reads.
  var tangentKey: RandomKey?
  private let nanoseconds = Atomic(0)
  /// Time so far in which panels and vectors were read; of threads that read at once, their mean.
  var seconds: Double { Double(nanoseconds.load(ordering: .relaxed)) * 1e-9 }

  private let readBytes = Atomic(0)
  /// Bytes of stored weights that were read in this time, panel by panel, once for all lanes.
  var bytes: Int { readBytes.load(ordering: .relaxed) }

  /// What has to be kept beside the weights.
  struct Needs {
    /// Panels of values that are not stored as they are read: one per lane where lanes are
    /// displaced, one for all where weights are widened or directions read.
    var panels: Int
    /// Sides of an example's direction that are at hand together.
    var factors = 0
  }

  init(_ store: ParameterStore, scratch: FloatView, _ needs: Needs) {
    let sizes = Self.sizes(store.layout, needs)
    self.store = store
    panelLength = sizes.panel
    let panelFloats = needs.panels * sizes.panel
    panels = scratch.part(0, panelFloats)
    vectors = scratch.part(panelFloats, sizes.vectors)
    vectorLength = sizes.vectors / Self.vectorSlots
    factors = scratch.part(panelFloats + sizes.vectors, sizes.factors)
    factorLength = sizes.factors / max(needs.factors, 1)
  }

  private static let vectorSlots = 4
  /// Some hundred, so that threads have a share of a panel each.
  private static let panelRows = 384

  /// Floats of scratch: the largest panel, slots for vectors, and factors.
  private static func sizes(
    _ layout: Layout, _ needs: Needs
  ) -> (panel: Int, vectors: Int, factors: Int) {
    guard needs.panels > 0 else { return (0, 0, 0) }
    let largest = layout.slices.map { room($0) * $0.columns }.max() ?? 0
    let widest = layout.slices.filter { $0.rows == 1 }.map(\.columns).max() ?? 0
    let longest = layout.slices.map { max($0.rows, $0.columns) }.max() ?? 0
    return (largest, vectorSlots * widest, needs.factors * longest)
  }

  static func scratch(_ layout: Layout, _ needs: Needs) -> Int {
    let sizes = sizes(layout, needs)
    return needs.panels * sizes.panel + sizes.vectors + sizes.factors
  }

  private static func rows(_ slice: Slice) -> Int { min(slice.rows, panelRows) }

  /// Rows of a slice that a lane has room for: a panel's, or those of all tiles in work.
  private static func room(_ slice: Slice) -> Int {
    min(slice.rows, max(panelRows, WeightTiles.mostPlaces * WeightTiles.rows))
  }

  /// Calls `body` for every panel and lane with the first row and the panel's elements.
  func forEachPanel(
    _ parameter: ParameterReference, lanes: Int, _ body: (Int, Int, FloatView) -> Void
  ) {
    let slice = parameter.slice
    let step = isPlain(parameter) ? slice.rows : Self.rows(slice)
    for start in stride(from: 0, to: slice.rows, by: max(step, 1)) {
      let count = min(step, slice.rows - start) * slice.columns
      let places = timed { panel(parameter, from: start * slice.columns, count, lanes: lanes) }
      for lane in 0..<lanes { body(start, lane, places.first.part(lane * places.stride, count)) }
    }
  }

  /// Where a panel is read: in place, once for all lanes, or one after another per lane.
  private struct Places {
    var first: FloatView
    /// From one lane to the next.
    var stride: Int
  }

  /// Elements `from ..< from + count` for every lane, in the panels' memory or in place.
  private func panel(
    _ parameter: ParameterReference, from: Int, _ count: Int, lanes: Int
  ) -> Places {
    let slice = parameter.slice
    if isPlain(parameter), let floats = store.view(slice).part(from, count).floats {
      return Places(first: floats, stride: 0)
    }
    noteReading(parameter, count)
    let first = panels.part(0, count)
    guard !parameter.directionOnly, isDisplaced(slice) else {
      fill(first, parameter, from: from, lane: 0)
      return Places(first: first, stride: 0)
    }
    if store.view(slice).grid == nil, let key = sharedKey(slice, lanes: lanes) {
      displace(slice, from: from, count, along: key, lanes: lanes)
    } else {
      for lane in 0..<lanes {
        fill(panels.part(lane * panelLength, count), parameter, from: from, lane: lane)
      }
    }
    return Places(first: panels.part(0, (lanes - 1) * panelLength + count), stride: panelLength)
  }

  /// Fills the panels of lanes that lie along one direction.
  private func displace(
    _ slice: Slice, from: Int, _ count: Int, along key: RandomKey, lanes: Int
  ) {
    let grain = distribution.prepare([key], in: slice) ? Self.runFloats : count
    Parallel.forEachRun(of: count, grain: grain) { first, count in
      let places = lanePlaces(lanes, at: first, count)
      if displaceAtOnce(slice, from: from + first, along: key, into: places) { return }
      displaceRun(
        slice, from: from + first, along: key, into: places.compactMap(\.floats))
    }
  }

  /// `count` floats of every lane's panel from `offset` on.
  func lanePlaces(_ lanes: Int, at offset: Int, _ count: Int) -> [WeightView] {
    (0..<lanes).map { panels.part($0 * panelLength + offset, count).stored }
  }

  /// Displaces every lane with z in registers; false where z is not made so, or not for every lane.
  func displaceAtOnce(
    _ slice: Slice, from: Int, along key: RandomKey, into lanes: [WeightView]
  ) -> Bool {
    guard let elements = distribution.independent, let count = lanes.first?.count else {
      return false
    }
    let scales = lanes.indices.compactMap { lane in
      terms[lane].first { distribution.applies($0, to: slice) }?.scale
    }
    guard scales.count == lanes.count else { return false }
    Kernels.displace(
      store.view(slice).part(from, count), along: key, elements, tensor: slice.index, start: from,
      by: scales, into: lanes)
    return true
  }

  /// Displaces a run of every lane; z is made in the first one's place.
  func displaceRun(_ slice: Slice, from: Int, along key: RandomKey, into lanes: [FloatView]) {
    guard let z = lanes.first else { return }
    let weights = store.view(slice).part(from, z.count)
    Kernels.fill(z, 0)
    distribution.add(1, key: key, to: z, of: slice, from: from)
    for lane in lanes.indices.reversed() {
      if let term = terms[lane].first(where: { distribution.applies($0, to: slice) }) {
        Kernels.displace(weights, term.scale, times: z, into: lanes[lane])
      } else {
        Kernels.widen(weights, into: lanes[lane])
      }
    }
  }

  /// Elements that one thread displaces at a time: z, weights and lanes fit its first cache.
  static let runFloats = 4096

  /// Measures the reading of one of so many threads that read at once.
  func timed<R>(threads: Int = 1, _ body: () -> R) -> R {
    let start = ContinuousClock.now
    let result = body()
    let taken = Int((ContinuousClock.now - start) / .nanoseconds(1))
    nanoseconds.wrappingAdd(taken / threads, ordering: .relaxed)
    return result
  }

  /// Counts the bytes of `count` elements that are read to be widened or displaced.
  func noteReading(_ parameter: ParameterReference, _ count: Int) {
    guard !parameter.directionOnly, parameter.slice.count > 0 else { return }
    // A part of a matrix of integers has its part of the scales.
    let all = store.view(parameter.slice).byteCount
    readBytes.wrappingAdd(all * count / parameter.slice.count, ordering: .relaxed)
  }

  /// A vector parameter for one lane; each input of an operation has its own slot.
  func vector(_ parameter: ParameterReference, lane: Int, slot: Int) -> FloatView {
    let slice = parameter.slice
    if isPlain(parameter), let floats = store.view(slice).floats { return floats }
    let target = vectors.part(slot % Self.vectorSlots * vectorLength, slice.count)
    if lane == 0 { noteReading(parameter, slice.count) }
    timed { fill(target, parameter, from: 0, lane: lane) }
    return target
  }

  /// One row of a parameter for one lane, written to `target`.
  func row(_ parameter: ParameterReference, _ row: Int, lane: Int, into target: FloatView) {
    let from = row * parameter.slice.columns
    fill(target, parameter, from: from, lane: lane)
  }

  /// Whether nothing but the stored weights is to be read, as f32 or, where halves are wanted, as
  /// bf16.
  func isPlain(_ parameter: ParameterReference, inHalves: Bool = false) -> Bool {
    if parameter.directionOnly { return false }
    let format = store.view(parameter.slice).format
    return (format == .f32 || inHalves && format == .bf16) && !isDisplaced(parameter.slice)
  }

  func isDisplaced(_ slice: Slice) -> Bool {
    terms.contains { terms in terms.contains { distribution.applies($0, to: slice) } }
  }

  /// The key along which all lanes lie, with one term each at most; nil if there is none.
  func sharedKey(_ slice: Slice, lanes: Int) -> RandomKey? {
    var key: RandomKey?
    for lane in 0..<lanes {
      var count = 0
      for term in terms[lane] where distribution.applies(term, to: slice) {
        count += 1
        if count > 1 || key ?? term.key != term.key { return nil }
        key = term.key
      }
    }
    return key
  }

  func fill(
    _ target: FloatView, _ parameter: ParameterReference, from: Int, lane: Int
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
      distribution.add(term.scale, key: term.key, to: target, of: slice, from: from)
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
      let target = panels.part(0, min(step, slice.rows - start) * slice.columns)
      pattern.writePattern(into: target, of: slice, from: start * slice.columns)
      body(start, target)
    }
  }

  /// One side of an example's direction (of its outer product `number`), until the same side is
  /// asked for again.
  func factor(
    _ side: MatrixSide, _ number: Int = 0, of slice: Slice, lane: Int, example: Int
  ) -> FloatView? {
    guard let each = displacements[lane].each, let pattern = distribution.pattern else {
      return nil
    }
    let isSecond = side == .rows && factors.count > factorLength
    let target = factors.part(
      isSecond ? factorLength : 0, side == .rows ? slice.rows : slice.columns)
    pattern.writeFactor(
      side, number, key: each.key.folding(UInt64(example)), into: target, of: slice)
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
