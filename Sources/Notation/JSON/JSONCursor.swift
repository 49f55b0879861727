/// A strict reader of JSON (RFC 8259), for all who read it: a format whose shape is known says what
/// comes next, others ask for a whole value.
///
/// Foundation's decoder keeps one of two equal keys without a word; this reader refuses them. It
/// allocates only what it has read, and nests only as deep as it is told.
package struct JSONCursor {
  /// How many values may be open at once, unless the caller says otherwise.
  package static let deepest = 64

  let bytes: [UInt8]
  /// What the bytes are, for messages: `header`.
  private let subject: String
  private let deepest: Int
  package var offset = 0

  package init(_ bytes: [UInt8], subject: String, deepest: Int = Self.deepest) {
    self.bytes = bytes
    self.subject = subject
    self.deepest = deepest
  }

  package func problem(_ message: String) -> FormatProblem {
    FormatProblem(at: subject.isEmpty ? "byte \(offset)" : "\(subject) byte \(offset)", message)
  }

  /// The next byte that is not white space, which stays unread.
  package mutating func peek() -> UInt8? {
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x20, 0x09, 0x0A, 0x0D: offset += 1
      case let byte: return byte
      }
    }
    return nil
  }

  package mutating func take(_ wanted: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: wanted) else { return false }
    offset += 1
    return true
  }

  package mutating func expect(
    _ wanted: Unicode.Scalar, _ role: String
  ) throws(FormatProblem) {
    guard take(wanted) else { throw problem("expected '\(wanted)' (\(role))" + found()) }
  }

  /// Fails unless only white space is left.
  package mutating func expectEnd() throws(FormatProblem) {
    guard peek() == nil else { throw problem("expected the end of the JSON text" + found()) }
  }

  /// Reads `{…}`; `member` reads one value.
  ///
  /// - Throws: for a key that comes twice, too (equal by Unicode's canonical equivalence).
  package mutating func object(
    _ role: String, member: (inout JSONCursor, String) throws(FormatProblem) -> Void
  ) throws(FormatProblem) {
    try expect("{", role)
    if take("}") { return }
    var keys: Set<String> = []
    repeat {
      let key = try string("a name in \(role)")
      guard keys.insert(key).inserted else {
        throw problem("\(quoted(key)) comes twice in \(role)")
      }
      try expect(":", "after \(quoted(key))")
      try member(&self, key)
    } while take(",")
    try expect("}", "end of \(role)")
  }

  /// Reads `[…]`; `element` reads one value.
  package mutating func array(
    _ role: String, element: (inout JSONCursor) throws(FormatProblem) -> Void
  ) throws(FormatProblem) {
    try expect("[", role)
    if take("]") { return }
    repeat { try element(&self) } while take(",")
    try expect("]", "end of \(role)")
  }

  /// Reads any value and forgets it.
  package mutating func skipValue(depth: Int = 0) throws(FormatProblem) {
    try checkDepth(depth)
    switch peek() {
    case UInt8(ascii: "{"):
      try object("an object") { (cursor: inout JSONCursor, _: String) throws(FormatProblem) in
        try cursor.skipValue(depth: depth + 1)
      }
    case UInt8(ascii: "["):
      try array("an array") { (cursor: inout JSONCursor) throws(FormatProblem) in
        try cursor.skipValue(depth: depth + 1)
      }
    case UInt8(ascii: "\""): _ = try string("a string")
    default: _ = try scalar()
    }
  }

  func checkDepth(_ depth: Int) throws(FormatProblem) {
    guard depth < deepest else { throw problem("nested deeper than \(deepest) levels") }
  }

  func found() -> String {
    guard let byte = current else { return ", found the end" }
    guard (0x21...0x7e).contains(byte) else { return ", found the byte \(byte)" }
    return ", found '\(Unicode.Scalar(byte))'"
  }

  /// The next byte, white space too; it stays unread.
  var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  /// The bytes up to `offset`.
  package func read(from start: Int) -> ArraySlice<UInt8> { bytes[start..<offset] }

  /// Passes the bytes that satisfy `condition`.
  mutating func advance(while condition: (UInt8) -> Bool) {
    while offset < bytes.count, condition(bytes[offset]) { offset += 1 }
  }
}
