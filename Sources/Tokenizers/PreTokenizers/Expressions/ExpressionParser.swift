/// Reads a regular expression by descent: alternatives, sequences, quantified parts, parts.
struct ExpressionParser {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var depth = 0
  /// Groups and repetitions so far.
  private var parts = 0
  /// Whether literals stand for either case.
  private var ignoresCase = false

  private static let longest = 10_000
  private static let deepest = 32
  /// Of what is more than one scalar.
  private static let mostRepeats = 8
  private static let mostScalars = 1000
  private static let mostParts = 500

  init(_ source: Bytes) { scalars = Array(source.text.unicodeScalars) }

  mutating func whole() throws(ExpressionProblem) -> WordExpression.Node {
    guard scalars.count <= Self.longest else {
      throw ExpressionProblem("it is longer than \(Self.longest) characters")
    }
    let node = try alternatives()
    guard index == scalars.count else { throw unread("')' without '('") }
    return node
  }

  private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private mutating func take(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard scalars[index...].starts(with: wanted) else { return false }
    index += wanted.count
    return true
  }

  private mutating func taken(_ what: String) throws(ExpressionProblem) -> Unicode.Scalar {
    guard let scalar = next else { throw ExpressionProblem("it ends within \(what)") }
    index += 1
    return scalar
  }

  private func unread(_ what: String) -> ExpressionProblem {
    ExpressionProblem("\(what) at character \(index + 1) is not read")
  }

  private mutating func alternatives() throws(ExpressionProblem) -> WordExpression.Node {
    depth += 1
    guard depth <= Self.deepest else { throw unread("a group in so many others") }
    defer { depth -= 1 }
    var all = [try sequence()]
    while take("|") { all.append(try sequence()) }
    return all.count == 1 ? all[0] : .alternatives(all)
  }

  private mutating func sequence() throws(ExpressionProblem) -> WordExpression.Node {
    var parts: [WordExpression.Node] = []
    while let scalar = next, scalar != "|", scalar != ")" { parts.append(try quantified()) }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func quantified() throws(ExpressionProblem) -> WordExpression.Node {
    let part = try part()
    guard let counts = try quantifier() else { return part }
    try count()
    let isPossessive = take("+")
    if let other = next, "?*+".unicodeScalars.contains(other) {
      throw unread(other == "?" ? "a reluctant quantifier" : "a quantifier of a quantifier")
    }
    if case .set(let set) = part {
      return .run(set, counts, isPossessive: isPossessive)
    }
    // What varies within what is repeated without bound can be divided in exponentially many ways.
    guard counts.upperBound <= Self.mostRepeats, !isPossessive,
      counts.upperBound <= 1 || !part.varies
    else { throw unread("a quantifier of a group") }
    return .repeated(part, counts)
  }

  private mutating func quantifier() throws(ExpressionProblem) -> ClosedRange<Int>? {
    if take("?") { return 0...1 }
    if take("*") { return 0...Int.max }
    if take("+") { return 1...Int.max }
    guard take("{") else { return nil }
    let low = try number()
    guard take(",") else {
      guard let low, take("}") else { throw unread("'{' without a number and '}'") }
      return low...low
    }
    let high = try number()
    guard take("}"), low != nil || high != nil, (low ?? 0) <= high ?? .max else {
      throw unread("'{' without two numbers and '}'")
    }
    return (low ?? 0)...(high ?? .max)
  }

  private mutating func number() throws(ExpressionProblem) -> Int? {
    var value: Int?
    while let digit = next, ("0"..."9").contains(digit) {
      value = 10 * (value ?? 0) + Int(digit.value - 48)
      guard value ?? 0 <= Self.mostScalars else {
        throw unread("a number above \(Self.mostScalars)")
      }
      index += 1
    }
    return value
  }

  private mutating func part() throws(ExpressionProblem) -> WordExpression.Node {
    let scalar = try taken("a part")
    switch scalar {
    case "(": return try group()
    case "[": return .set(ScalarSet(try bracketed()))
    case ".": return .set(ScalarSet(.dot))
    case "\\": return .set(ScalarSet(cased(try escape(isBracketed: false))))
    case "^", "$", "*", "+", "?", "{":
      index -= 1
      throw unread("'\(scalar)'")
    default: return .set(ScalarSet(cased(.one(scalar))))
    }
  }

  private func cased(_ kind: ScalarClass) -> ScalarClass {
    guard ignoresCase, case .one(let scalar) = kind else { return kind }
    return .folded(scalar)
  }

  private mutating func count() throws(ExpressionProblem) {
    parts += 1
    guard parts <= Self.mostParts else {
      throw unread("one group or repetition more than \(Self.mostParts)")
    }
  }

  private mutating func group() throws(ExpressionProblem) -> WordExpression.Node {
    try count()
    let outer = ignoresCase
    defer { ignoresCase = outer }
    var isAhead = false
    var isNegative = false
    if take("?i:") {
      ignoresCase = true
    } else if take("?=") || take("?!") {
      isAhead = true
      isNegative = scalars[index - 1] == "!"
    } else if !take("?:"), next == "?" {
      let end = min(index + 4, scalars.count)
      throw unread("the group '(\(String(String.UnicodeScalarView(scalars[index..<end])))…'")
    }
    let node = try alternatives()
    guard take(")") else { throw ExpressionProblem("it ends within a group") }
    return isAhead ? .lookahead(node, isNegative: isNegative) : node
  }
}

extension ExpressionParser {
  /// What follows `[`.
  private mutating func bracketed() throws(ExpressionProblem) -> ScalarClass {
    let isNegated = take("^")
    var members: [ScalarClass] = []
    while !take("]") {
      let member = try self.member()
      // A hyphen before the closing bracket is itself.
      if case .one(let low) = member, next == "-", index + 1 < scalars.count,
        scalars[index + 1] != "]"
      {
        index += 1
        guard case .one(let high) = try self.member(), low <= high else {
          throw unread("a range without two ends in order")
        }
        guard !ignoresCase else { throw unread("a range of either case") }
        members.append(.range(low.value...high.value))
      } else {
        members.append(cased(member))
      }
    }
    guard !members.isEmpty else { throw unread("an empty class") }
    let all = members.count == 1 ? members[0] : ScalarClass.any(members)
    return isNegated ? .not(all) : all
  }

  private mutating func member() throws(ExpressionProblem) -> ScalarClass {
    let scalar = try taken("a class")
    switch scalar {
    case "\\": return try escape(isBracketed: true)
    case "[":
      index -= 1
      throw unread("a class within a class")
    case "&" where next == "&":
      index -= 1
      throw unread("an intersection of classes")
    default: return .one(scalar)
    }
  }

  /// What follows a backslash.
  private mutating func escape(isBracketed: Bool) throws(ExpressionProblem) -> ScalarClass {
    let scalar = try taken("an escape")
    switch scalar {
    case "s": return .whiteSpace
    case "S": return .not(.whiteSpace)
    case "w": return .wordCharacter
    case "W": return .not(.wordCharacter)
    case "d": return .categories([.decimalNumber])
    case "D": return .not(.categories([.decimalNumber]))
    case "r": return .one("\r")
    case "n": return .one("\n")
    case "t": return .one("\t")
    case "f": return .one("\u{0C}")
    case "v": return .one("\u{0B}")
    case "p", "P": return try property(isNegated: scalar == "P")
    case "u", "x": return .one(try hexadecimal(scalar))
    default:
      guard !scalar.properties.isAlphabetic, !("0"..."9").contains(scalar) else {
        index -= 2
        throw unread("the escape '\\\(scalar)'")
      }
      return .one(scalar)
    }
  }

  /// What follows `\p`.
  private mutating func property(isNegated: Bool) throws(ExpressionProblem) -> ScalarClass {
    guard take("{") else { throw unread("'\\p' without '{'") }
    let isTurned = take("^")
    var name = ""
    while !take("}") { name.unicodeScalars.append(try taken("'\\p{'")) }
    guard let kind = ScalarClass.property(name) else {
      throw unread("the property '\\p{\(name)}'")
    }
    guard !ignoresCase else { throw unread("a property of either case") }
    return isNegated != isTurned ? .not(kind) : kind
  }

  /// `\uHHHH`, `\xHH` or `\x{H…}`.
  private mutating func hexadecimal(
    _ kind: Unicode.Scalar
  ) throws(ExpressionProblem) -> Unicode.Scalar {
    var digits = ""
    if kind == "x", take("{") {
      while !take("}") { digits.unicodeScalars.append(try taken("'\\x{'")) }
    } else {
      for _ in 0..<(kind == "u" ? 4 : 2) {
        digits.unicodeScalars.append(try taken("'\\\(kind)'"))
      }
    }
    guard digits.utf8.count <= 6, let value = UInt32(digits, radix: 16),
      let scalar = Unicode.Scalar(value)
    else { throw unread("the escape '\\\(kind)\(digits)'") }
    return scalar
  }
}
