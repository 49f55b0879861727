/// A regular expression of the kind that tokenizers cut text by.
///
/// Alternatives are tried in order and repetitions backtrack, as in Oniguruma, which Hugging Face
/// tokenizers uses. What is read: literals, classes with ranges, escapes and general categories,
/// groups (plain, `(?:…)`, `(?i:…)`), looking ahead, and the quantifiers `?`, `*`, `+`, `{m,n}`,
/// of a single scalar also possessive. Everything else is refused by its name, and so is what
/// could take exponential time or match nothing.
package struct WordExpression: Sendable {
  /// A part of the expression.
  indirect enum Node: Sendable {
    case set(ScalarSet)
    case sequence([Node])
    case alternatives([Node])
    /// One scalar of a class, so many times, the more the better.
    case run(ScalarSet, ClosedRange<Int>, isPossessive: Bool)
    /// Anything else, so many times, the more the better; the range is short.
    case repeated(Node, ClosedRange<Int>)
    case lookahead(Node, isNegative: Bool)
  }

  private let root: Node
  /// The power of a text's length that a match may take.
  private static let mostUnbounded = 3

  /// - Throws: an `ExpressionProblem` that names what is not read.
  package init(_ source: Bytes) throws(ExpressionProblem) {
    var parser = ExpressionParser(source)
    root = try parser.whole()
    guard root.least > 0 else {
      throw ExpressionProblem("it can match nothing, which would cut between any two characters")
    }
    guard root.unbounded <= Self.mostUnbounded else {
      throw ExpressionProblem(
        "more than \(Self.mostUnbounded) repetitions without bound follow one another")
    }
  }

  /// The end of the match that begins at `start`; nil if none does.
  package func end(in text: Bytes, from start: Int) -> Int? {
    var found: Int?
    _ = root.matches(text, start) { end in
      found = end
      return true
    }
    return found
  }
}

extension WordExpression.Node {
  /// Calls `next` with the end of each way to match from `index` on, the preferred one first,
  /// until it says true; whether it did.
  func matches(_ text: Bytes, _ index: Int, _ next: (Int) -> Bool) -> Bool {
    switch self {
    case .set(let set): return set.length(at: index, in: text).map { next(index + $0) } ?? false
    case .sequence(let nodes): return Self.all(nodes[...], text, index, next)
    case .alternatives(let nodes): return nodes.contains { $0.matches(text, index, next) }
    case .run(let set, let counts, let isPossessive):
      return Self.run(set, counts, isPossessive, text, index, next)
    case .repeated(let node, let counts):
      return Self.repeated(node, counts, text, index, next)
    case .lookahead(let node, let isNegative):
      return node.matches(text, index) { _ in true } != isNegative && next(index)
    }
  }

  private static func all(
    _ nodes: ArraySlice<Self>, _ text: Bytes, _ index: Int, _ next: (Int) -> Bool
  ) -> Bool {
    var (nodes, index) = (nodes, index)
    // Literals, of which there may be many, take no room on the stack.
    while case .set(let set)? = nodes.first {
      guard let length = set.length(at: index, in: text) else { return false }
      index += length
      nodes = nodes.dropFirst()
    }
    guard let first = nodes.first else { return next(index) }
    let rest = nodes.dropFirst()
    return first.matches(text, index) { all(rest, text, $0, next) }
  }

  private static func run(
    _ set: ScalarSet, _ counts: ClosedRange<Int>, _ isPossessive: Bool, _ text: Bytes,
    _ index: Int, _ next: (Int) -> Bool
  ) -> Bool {
    var (end, count) = (index, 0)
    while count < counts.upperBound, let length = set.length(at: end, in: text) {
      end += length
      count += 1
    }
    guard count >= counts.lowerBound else { return false }
    if isPossessive { return next(end) }
    while !next(end) {
      guard count > counts.lowerBound else { return false }
      end -= text.scalar(before: end).length
      count -= 1
    }
    return true
  }

  private static func repeated(
    _ node: Self, _ counts: ClosedRange<Int>, _ text: Bytes, _ index: Int, _ next: (Int) -> Bool
  ) -> Bool {
    if counts.upperBound > 0 {
      let rest = max(counts.lowerBound - 1, 0)...(counts.upperBound - 1)
      let isFound = node.matches(text, index) { repeated(node, rest, text, $0, next) }
      if isFound { return true }
    }
    return counts.lowerBound == 0 && next(index)
  }

  /// Scalars that it matches at least.
  var least: Int {
    switch self {
    case .set: 1
    case .sequence(let nodes): nodes.reduce(0) { min($0 + $1.least, 1 << 20) }
    case .alternatives(let nodes): nodes.map(\.least).min() ?? 0
    case .run(_, let counts, _): counts.lowerBound
    case .repeated(let node, let counts): min(counts.lowerBound * node.least, 1 << 20)
    case .lookahead: 0
    }
  }

  /// Repetitions without bound that follow one another at most, and can be divided in several ways.
  var unbounded: Int {
    switch self {
    case .set: 0
    case .sequence(let nodes): nodes.reduce(0) { min($0 + $1.unbounded, 1 << 20) }
    case .alternatives(let nodes): nodes.map(\.unbounded).max() ?? 0
    case .run(_, let counts, let isPossessive): counts.upperBound == .max && !isPossessive ? 1 : 0
    case .repeated(let node, let counts): min(counts.upperBound * node.unbounded, 1 << 20)
    case .lookahead(let node, _): node.unbounded
    }
  }

  /// Whether one of its parts is matched a number of times that varies.
  var varies: Bool {
    switch self {
    case .set, .lookahead: false
    case .sequence(let nodes), .alternatives(let nodes): nodes.contains { $0.varies }
    case .run(_, let counts, _): counts.count > 1
    case .repeated(let node, let counts): counts.count > 1 || node.varies
    }
  }
}

/// Why a regular expression is not read.
package struct ExpressionProblem: Error {
  package let message: String
  init(_ message: String) { self.message = message }
}
