/// Finds merges one by one: always the most frequent pair of neighbors over all words.
struct MergeSearch {
  /// Tokens by id; merges append to them.
  private(set) var tokens: [Bytes]
  /// The ids of each merged pair, in order.
  private(set) var merges: [(Int32, Int32)] = []

  private var ids: [Bytes: Int32] = [:]
  private var words: [(symbols: [Int32], count: Int)] = []
  private var pairs: [UInt64: Pair] = [:]
  private var queue = BinaryHeap<Candidate>()

  private struct Pair {
    var count = 0
    /// The words that have held the pair; some may have lost it.
    var words: [Int] = []
  }

  /// Sorts by falling count, then by rising ids.
  private struct Candidate: Comparable {
    let count: Int
    let key: UInt64

    static func < (left: Candidate, right: Candidate) -> Bool {
      left.count == right.count ? left.key < right.key : left.count > right.count
    }
  }

  init(tokens: [Bytes]) {
    self.tokens = tokens
    for (id, token) in tokens.enumerated() { ids[token] = Int32(clamping: id) }
  }

  mutating func add(_ symbols: [Int32], count: Int) {
    words.append((symbols, count))
    for (key, times) in Self.pairs(of: symbols) {
      pairs[key, default: Pair()].count += times * count
      pairs[key]?.words.append(words.count - 1)
    }
  }

  /// Merges until there are `size` tokens or no pair is left.
  mutating func run(until size: Int) {
    for (key, pair) in pairs { queue.push(Candidate(count: pair.count, key: key)) }
    while tokens.count < size, let best = nextPair() { merge(best) }
  }

  /// The most frequent pair; queued counts may be out of date and are corrected here.
  private mutating func nextPair() -> UInt64? {
    while let candidate = queue.pop() {
      let count = pairs[candidate.key]?.count ?? 0
      if count == candidate.count { return candidate.key }
      if count > 0 { queue.push(Candidate(count: count, key: candidate.key)) }
    }
    return nil
  }

  private mutating func merge(_ key: UInt64) {
    let left = Int32(truncatingIfNeeded: key >> 32)
    let right = Int32(truncatingIfNeeded: key)
    let product = id(of: tokens[Int(left)] + tokens[Int(right)])
    merges.append((left, right))
    var touched: Set<UInt64> = []
    for index in pairs[key]?.words ?? [] {
      let old = words[index].symbols
      let new = Self.merging(left, right, into: product, in: old)
      guard new.count < old.count else { continue }
      words[index].symbols = new
      touched.formUnion(recount(index, from: old, to: new))
    }
    pairs[key] = nil
    for key in touched {
      if let count = pairs[key]?.count, count > 0 { queue.push(Candidate(count: count, key: key)) }
    }
  }

  /// The id of `token`, which another merge may already have made.
  private mutating func id(of token: Bytes) -> Int32 {
    if let known = ids[token] { return known }
    let id = Int32(clamping: tokens.count)
    ids[token] = id
    tokens.append(token)
    return id
  }

  /// Moves the counts of a word's pairs; returns the pairs that it gained.
  private mutating func recount(_ index: Int, from old: [Int32], to new: [Int32]) -> [UInt64] {
    var changes = Self.pairs(of: new)
    for (key, times) in Self.pairs(of: old) { changes[key, default: 0] -= times }
    var gained: [UInt64] = []
    for (key, times) in changes where times != 0 {
      pairs[key, default: Pair()].count += times * words[index].count
      guard times > 0 else { continue }
      pairs[key]?.words.append(index)
      gained.append(key)
    }
    return gained
  }

  private static func pairs(of symbols: [Int32]) -> [UInt64: Int] {
    var counts: [UInt64: Int] = [:]
    for (left, right) in zip(symbols, symbols.dropFirst()) {
      counts[MergeTable.key(left, right), default: 0] += 1
    }
    return counts
  }

  private static func merging(
    _ left: Int32, _ right: Int32, into product: Int32, in symbols: [Int32]
  ) -> [Int32] {
    var result: [Int32] = []
    var index = 0
    while index < symbols.count {
      if symbols[index] == left, index + 1 < symbols.count, symbols[index + 1] == right {
        result.append(product)
        index += 2
      } else {
        result.append(symbols[index])
        index += 1
      }
    }
    return result
  }
}

/// A queue that always yields its smallest element.
struct BinaryHeap<Element: Comparable> {
  private var elements: [Element] = []

  mutating func push(_ element: Element) {
    elements.append(element)
    var child = elements.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard elements[child] < elements[parent] else { return }
      elements.swapAt(child, parent)
      child = parent
    }
  }

  mutating func pop() -> Element? {
    guard let last = elements.popLast() else { return nil }
    guard let smallest = elements.first else { return last }
    elements[0] = last
    sink()
    return smallest
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = 2 * parent + 1
      guard least < elements.count else { return }
      if least + 1 < elements.count, elements[least + 1] < elements[least] { least += 1 }
      guard elements[least] < elements[parent] else { return }
      elements.swapAt(parent, least)
      parent = least
    }
  }
}
