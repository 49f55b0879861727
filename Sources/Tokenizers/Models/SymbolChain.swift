import Synchronization

/// Symbols linked to their neighbours; one that was merged away is -1 and has no next.
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
