extension JSONCursor {
  /// Reads any value; keys are told apart by their bytes.
  package mutating func value(depth: Int = 0) throws(FormatProblem) -> JSON {
    try checkDepth(depth)
    switch peek() {
    case UInt8(ascii: "{"): return .object(try members(depth: depth))
    case UInt8(ascii: "["): return .array(try elements(depth: depth))
    case UInt8(ascii: "\""): return .string(try text("a string"))
    default: return try scalar()
    }
  }

  private mutating func members(depth: Int) throws(FormatProblem) -> [JSON.Member] {
    offset += 1
    var members: [JSON.Member] = []
    if take("}") { return members }
    var keys: Set<ArraySlice<UInt8>> = []
    repeat {
      let key = try text("a key")
      guard keys.insert(key).inserted else {
        throw problem("key \(quoted(String(decoding: key, as: UTF8.self))) is repeated")
      }
      try expect(":", "after a key")
      members.append(JSON.Member(key, try value(depth: depth + 1)))
    } while take(",")
    try expect("}", "end of an object")
    return members
  }

  private mutating func elements(depth: Int) throws(FormatProblem) -> [JSON] {
    offset += 1
    var elements: [JSON] = []
    if take("]") { return elements }
    repeat { elements.append(try value(depth: depth + 1)) } while take(",")
    try expect("]", "end of a list")
    return elements
  }

  /// Reads a number, `true`, `false` or `null`.
  mutating func scalar() throws(FormatProblem) -> JSON {
    switch peek() {
    case UInt8(ascii: "t")?: return try word("true", .bool(true))
    case UInt8(ascii: "f")?: return try word("false", .bool(false))
    case UInt8(ascii: "n")?: return try word("null", .null)
    case UInt8(ascii: "-")?: return try number()
    case let byte? where isDigit(byte): return try number()
    default: throw problem("expected a value" + found())
    }
  }

  private mutating func word(_ text: StaticString, _ value: JSON) throws(FormatProblem) -> JSON {
    let start = offset
    advance { isLetter($0) || isDigit($0) || [0x2B, 0x2D, 0x2E].contains($0) }
    let found = String(decoding: read(from: start), as: UTF8.self)
    guard found == "\(text)" else {
      offset = start
      throw problem("\(quoted(found)) is not JSON")
    }
    return value
  }

  /// Reads `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
  private mutating func number() throws(FormatProblem) -> JSON {
    let start = offset
    if current == UInt8(ascii: "-") { offset += 1 }
    let first = offset
    advance(while: isDigit)
    let digits = offset - first
    var isWhole = true
    var isSound = digits == 1 || digits > 1 && bytes[first] != UInt8(ascii: "0")
    if current == UInt8(ascii: ".") {
      offset += 1
      isWhole = false
      isSound = passDigits() && isSound
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      offset += 1
      isWhole = false
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { offset += 1 }
      isSound = passDigits() && isSound
    }
    let text = String(decoding: read(from: start), as: UTF8.self)
    guard isSound else {
      offset = start
      throw problem("\(quoted(text)) is not JSON")
    }
    if isWhole, let integer = Int(text) { return .integer(integer) }
    guard let real = Double(text), real.isFinite else {
      throw problem("\(quoted(text)) is not a number that can be held")
    }
    return .real(real)
  }

  private mutating func passDigits() -> Bool {
    let start = offset
    advance(while: isDigit)
    return offset > start
  }

  /// Reads a whole number from 0 to `Int.max`.
  mutating func count(_ role: String) throws(FormatProblem) -> Int {
    guard let first = peek(), isDigit(first) else {
      let isNegative = peek() == UInt8(ascii: "-")
      throw problem(isNegative ? "a negative number in \(role)" : "expected \(role)" + found())
    }
    let start = offset
    advance(while: isDigit)
    let digits = read(from: start)
    guard !isFraction(current) else { throw problem("\(role) must be whole numbers") }
    guard digits.count == 1 || first != UInt8(ascii: "0") else {
      throw problem("a number with a leading zero in \(role)")
    }
    guard let value = Int(String(decoding: digits, as: UTF8.self)) else {
      throw problem("a number above \(Int.max) in \(role)")
    }
    return value
  }

  /// Reads an array of at most `limit` whole numbers.
  package mutating func counts(
    _ role: String, atMost limit: Int
  ) throws(FormatProblem) -> [Int] {
    var values: [Int] = []
    try array(role) { (cursor: inout JSONCursor) throws(FormatProblem) in
      guard values.count < limit else { throw cursor.problem("more than \(limit) in \(role)") }
      values.append(try cursor.count(role))
    }
    return values
  }
}

private func isFraction(_ byte: UInt8?) -> Bool {
  byte == UInt8(ascii: ".") || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
