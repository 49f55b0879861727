import Tensors

/// A large matrix in tiles of some rows, each of which belongs to the thread that claims it.
///
/// The owner reads a tile, makes z, displaces every lane and multiplies, all in its own second
/// cache, and no thread waits for another one before the matrix ends. Tiles are claimed, not dealt,
/// so that a thread whose core has other work does fewer of them. How a matrix is divided follows
/// from its shape, and which thread has a tile changes no bit.
struct WeightTiles {
  /// Rows of a tile.
  ///
  /// Measured with oneDNN: products with as many have nine tenths of their full speed, those with
  /// 48 three quarters, since each packs the other factor anew. In f32 the number hardly matters,
  /// and as many are packed at once.
  static let rows = 96
  /// Tiles that may be in work at once, and so threads: no forecast has to know the machine.
  static let mostPlaces = 8
  /// Multiplications below which a product is not worth dividing: some 80 microseconds of work.
  private static let leastProducts = 8 << 20

  let slice: Slice
  let count: Int

  /// The tiles of a matrix that so many rows are multiplied with; nil where it is not worth it.
  init?(_ slice: Slice, by rows: Int) {
    guard rows * slice.count >= Self.leastProducts else { return nil }
    self.slice = slice
    count = (slice.rows + Self.rows - 1) / Self.rows
  }

  /// Places in which tiles are in work.
  var places: Int { min(count, Self.mostPlaces) }

  /// The number of a tile's first row.
  func start(_ tile: Int) -> Int { tile * Self.rows }

  /// Elements of a tile.
  func elements(_ tile: Int) -> Int {
    min(Self.rows, slice.rows - start(tile)) * slice.columns
  }

  /// Where a tile lies that is in work at a place: where the one before it lay there, so that the
  /// cache has the memory, unless the matrix is too small for as many whole tiles.
  func offset(_ tile: Int, at place: Int) -> Int {
    let hasRoom = count > Self.mostPlaces || slice.rows % Self.rows == 0
    return (hasRoom ? place : tile) * Self.rows * slice.columns
  }

  /// Calls `body` with every tile and the place that it is worked at, on several threads at once.
  func forEach(_ body: (_ tile: Int, _ place: Int) -> Void) {
    Parallel.forEach(count, places: places, body)
  }
}

extension WeightReader {
  /// Calls `body` for every tile and lane with the tile's first row, its elements and its place, on
  /// several threads at once; false where several may not make these directions.
  ///
  /// - Parameter inHalves: elements may come as bf16, if that takes no step of its own.
  func forEachTile(
    _ tiles: WeightTiles, _ parameter: ParameterReference, lanes: Int, inHalves: Bool,
    _ body: (_ start: Int, _ lane: Int, _ panel: WeightView, _ place: Int) -> Void
  ) -> Bool {
    let slice = tiles.slice
    let plain = isPlain(parameter, inHalves: inHalves) ? store.view(slice) : nil
    let keys = plain == nil ? keys(parameter, lanes: lanes) : []
    guard keys.isEmpty || distribution.prepare(keys, in: slice) else { return false }
    let shared = sharedKey(parameter, keys, lanes: lanes)
    let threads = min(Parallel.threads, tiles.places)
    let isSame = keys.isEmpty || parameter.directionOnly
    tiles.forEach { tile, place in
      let (start, count) = (tiles.start(tile), tiles.elements(tile))
      let from = start * slice.columns
      if let plain {
        for lane in 0..<lanes { body(start, lane, plain.part(from, count), place) }
        return
      }
      noteReading(parameter, count)
      var places = lanePlaces(isSame ? 1 : lanes, at: tiles.offset(tile, at: place), count)
      if let shared {
        timed(threads: threads) {
          displace(slice, from: from, along: shared, into: &places, inHalves: inHalves)
        }
      }
      for lane in 0..<lanes {
        let panel = places[isSame ? 0 : lane]
        if shared == nil, lane == 0 || !isSame, let floats = panel.floats {
          timed(threads: threads) { fill(floats, parameter, from: from, lane: lane) }
        }
        body(start, lane, panel, place)
      }
    }
    return true
  }

  /// The keys of all directions that are read.
  private func keys(_ parameter: ParameterReference, lanes: Int) -> Set<RandomKey> {
    let slice = parameter.slice
    if parameter.directionOnly {
      return distribution.isZero(in: slice) ? [] : Set([tangentKey].compactMap(\.self))
    }
    let all = terms.prefix(lanes).joined().filter { distribution.applies($0, to: slice) }
    return Set(all.map(\.key))
  }

  /// The key along which all lanes lie; nil where lanes are filled one by one.
  private func sharedKey(
    _ parameter: ParameterReference, _ keys: Set<RandomKey>, lanes: Int
  ) -> RandomKey? {
    let slice = parameter.slice
    guard !keys.isEmpty, !parameter.directionOnly, store.view(slice).grid == nil else { return nil }
    return sharedKey(slice, lanes: lanes)
  }

  /// Fills a tile of lanes that lie along one direction: at once where z needs no memory, then as
  /// bf16 if that is wanted, or run by run.
  private func displace(
    _ slice: Slice, from: Int, along key: RandomKey, into lanes: inout [WeightView],
    inHalves: Bool
  ) {
    let floats = lanes.compactMap(\.floats)
    let places = inHalves ? floats.map { $0.halves.part(0, $0.count) } : lanes
    if displaceAtOnce(slice, from: from, along: key, into: places) {
      lanes = places
      return
    }
    guard let count = floats.first?.count else { return }
    for first in stride(from: 0, to: count, by: Self.runFloats) {
      let length = min(Self.runFloats, count - first)
      displaceRun(
        slice, from: from + first, along: key, into: floats.map { $0.part(first, length) })
    }
  }
}

/// The parameters that pass through memory while a program runs: each is read from the
/// checkpoint's file by the operation that needs it, and leaves memory behind it.
///
/// An operation reads one matrix, so no more than the largest is resident. While it is computed,
/// the system reads the next one ahead, into its cache of files, not into this process.
struct WeightStream {
  private let weights: ParameterStore
  /// Per node: the parameters that its operation reads.
  private let reads: [[Slice]]
  /// Per node: the matrix that is multiplied next.
  private let next: [Slice?]

  init(_ graph: Graph, _ weights: ParameterStore) {
    self.weights = weights
    let parameters = graph.nodes.map { node -> [Slice] in
      guard case .operation(_, let inputs) = node.source else { return [] }
      return inputs.compactMap { graph.parameter(of: $0) }
    }
    reads = parameters
    var next: [Slice?] = []
    var following: Slice?
    for index in graph.nodes.indices.reversed() {
      next.append(following)
      let node = graph.nodes[index]
      // Of an embedding some rows are read, of a matrix all.
      if case .operation(let operation, _) = node.source, operation is any DenseProduct,
        let slice = parameters[index].first
      {
        following = slice
      }
    }
    self.next = next.reversed()
  }

  func willRun(_ node: Int) {
    if !reads[node].isEmpty, let slice = next[node] { weights.expect(slice) }
  }

  func didRun(_ node: Int) {
    for slice in reads[node] { weights.release(slice) }
  }
}
