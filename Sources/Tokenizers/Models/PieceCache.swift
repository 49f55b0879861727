import Synchronization

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
