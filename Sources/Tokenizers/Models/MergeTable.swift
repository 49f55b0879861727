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

  /// Merges neighbours until no merge applies: the lowest rank first, then the leftmost.
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
