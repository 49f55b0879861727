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
