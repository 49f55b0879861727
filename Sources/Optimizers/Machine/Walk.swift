import Tensors

/// The pieces in which directions walk their own state.
enum Walk {
  static let pieceFloats = 4096

  /// Calls `body` with each slice's pieces: the first element and how many there are.
  static func pieces(of slice: Slice, _ body: (Int, Int) -> Void) {
    for start in stride(from: 0, to: slice.count, by: pieceFloats) {
      body(start, min(pieceFloats, slice.count - start))
    }
  }
}
