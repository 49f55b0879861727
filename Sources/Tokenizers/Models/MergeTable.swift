/// The ranked merges of a byte-pair vocabulary: which pair of ids becomes which id, and when.
struct MergeTable: Sendable {
  private var ranks: [UInt64: Int32] = [:]
  /// The id that the merge of each rank makes.
  private var products: [Int32] = []

  static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  mutating func reserve(_ count: Int) {
    ranks.reserveCapacity(count)
    products.reserveCapacity(count)
  }

  /// Appends the next merge; nil, or the piece that `vocabulary` does not know.
  mutating func append(_ left: Bytes, _ right: Bytes, in vocabulary: Vocabulary) -> Bytes? {
    guard let leftID = vocabulary.id(left) else { return left }
    guard let rightID = vocabulary.id(right) else { return right }
    guard let product = vocabulary.id(left + right) else { return left + right }
    ranks[Self.key(leftID, rightID)] = Int32(truncatingIfNeeded: products.count)
    products.append(product)
    return nil
  }

  /// Merges neighbours until no merge applies: the lowest rank first, then the leftmost.
  ///
  /// Takes n log n steps for n symbols, so a piece may be a whole document.
  func apply(to symbols: [Int32]) -> [Int32] {
    guard symbols.count > 1 else { return symbols }
    var chain = Chain(symbols)
    var queue = BinaryHeap<UInt64>()
    for position in 0..<(symbols.count - 1) { offer(position, of: chain, to: &queue) }
    while let candidate = queue.pop() {
      let position = Int(candidate & 0xFFFF_FFFF)
      let product = products[Int(candidate >> 32)]
      // The symbols may have changed since the candidate was queued.
      guard let rank = rank(at: position, of: chain), products[rank] == product else { continue }
      chain.mergeWithNext(position, into: product)
      if chain.previous[position] >= 0 { offer(chain.previous[position], of: chain, to: &queue) }
      offer(position, of: chain, to: &queue)
    }
    return chain.symbols.filter { $0 >= 0 }
  }

  private func rank(at position: Int, of chain: Chain) -> Int? {
    let next = chain.next[position]
    guard next >= 0 else { return nil }
    return ranks[Self.key(chain.symbols[position], chain.symbols[next])].map(Int.init)
  }

  private func offer(_ position: Int, of chain: Chain, to queue: inout BinaryHeap<UInt64>) {
    guard let rank = rank(at: position, of: chain) else { return }
    queue.push(UInt64(rank) << 32 | UInt64(position))
  }

  /// Symbols linked to their neighbours; a symbol that was merged away is -1 and has no next.
  private struct Chain {
    var symbols: [Int32]
    var previous: [Int]
    var next: [Int]

    init(_ symbols: [Int32]) {
      self.symbols = symbols
      previous = Array(-1..<(symbols.count - 1))
      next = Array(1..<symbols.count) + [-1]
    }

    mutating func mergeWithNext(_ position: Int, into product: Int32) {
      let gone = next[position]
      symbols[position] = product
      next[position] = next[gone]
      if next[gone] >= 0 { previous[next[gone]] = position }
      symbols[gone] = -1
      next[gone] = -1
    }
  }
}
