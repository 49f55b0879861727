import Synchronization

/// The merges of a byte-pair vocabulary: which pair of ids becomes which id, and when.
struct MergeTable: Sendable {
  /// What becomes of a pair; merges of lower rank come first.
  private struct Merge {
    var rank: UInt32
    var product: Int32
  }

  private var merges: [UInt64: Merge] = [:]

  static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  mutating func reserve(_ count: Int) {
    merges.reserveCapacity(count)
  }

  var count: Int { merges.count }
  /// The ids that merges make.
  var products: Set<Int32> { Set(merges.values.lazy.map(\.product)) }

  /// Adds a merge; false, and no change, if the pair has one.
  mutating func insert(_ left: Int32, _ right: Int32, product: Int32, rank: Int) -> Bool {
    let merge = Merge(rank: UInt32(clamping: rank), product: product)
    guard merges[Self.key(left, right)] == nil else { return false }
    merges[Self.key(left, right)] = merge
    return true
  }

  /// Merges neighbors until no merge applies: the lowest rank first, then the leftmost.
  ///
  /// Takes n log n steps for n symbols, so a piece may be a whole document.
  func apply(to symbols: [Int32]) -> [Int32] {
    guard symbols.count > 1 else { return symbols }
    var chain = SymbolChain(symbols)
    var queue = BinaryHeap<UInt64>()
    for position in 0..<(symbols.count - 1) { offer(position, of: chain, to: &queue) }
    while let candidate = queue.pop() {
      let position = Int(candidate & 0xFFFF_FFFF)
      // The symbols may have changed since the candidate was queued.
      guard let merge = merge(at: position, of: chain), UInt64(merge.rank) == candidate >> 32
      else { continue }
      chain.mergeWithNext(position, into: merge.product)
      if chain.previous[position] >= 0 { offer(chain.previous[position], of: chain, to: &queue) }
      offer(position, of: chain, to: &queue)
    }
    return chain.symbols.filter { $0 >= 0 }
  }

  private func merge(at position: Int, of chain: SymbolChain) -> Merge? {
    let next = chain.next[position]
    guard next >= 0 else { return nil }
    return merges[Self.key(chain.symbols[position], chain.symbols[next])]
  }

  private func offer(_ position: Int, of chain: SymbolChain, to queue: inout BinaryHeap<UInt64>) {
    guard let merge = merge(at: position, of: chain) else { return }
    queue.push(UInt64(merge.rank) << 32 | UInt64(position))
  }
}

/// Symbols linked to their neighbors; one that was merged away is -1 and has no next.
struct SymbolChain {
  private(set) var symbols: [Int32]
  private(set) var previous: [Int]
  private(set) var next: [Int]

  init(_ symbols: [Int32]) {
    self.symbols = symbols
    previous = Array(-1..<(symbols.count - 1))
    next = Array(1..<symbols.count) + [-1]
  }

  /// Puts `product` in the place of a symbol and of its next one, which must exist.
  mutating func mergeWithNext(_ position: Int, into product: Int32) {
    let gone = next[position]
    symbols[position] = product
    next[position] = next[gone]
    if next[gone] >= 0 { previous[next[gone]] = position }
    symbols[gone] = -1
    next[gone] = -1
  }
}

/// Remembers the ids of short pieces, up to a fixed number of them; safe to share by threads.
///
/// A piece's ids depend on nothing else, so a cache that stops learning stays right.
final class PieceCache: Sendable {
  static let capacity = 1 << 15
  static let longestPiece = 64

  private let entries = Mutex<[Bytes: [Int32]]>([:])

  func ids(of piece: Bytes) -> [Int32]? {
    guard piece.count <= Self.longestPiece else { return nil }
    return entries.withLock { $0[piece] }
  }

  func remember(_ ids: [Int32], of piece: Bytes) {
    guard piece.count <= Self.longestPiece else { return }
    let key = piece.compacted
    entries.withLock { entries in
      if entries.count < Self.capacity { entries[key] = ids }
    }
  }
}
