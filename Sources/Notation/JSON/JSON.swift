/// A JSON value whose strings and keys are bytes and whose objects keep their order.
///
/// Foundation's reader loses the order of keys and merges canonically equivalent ones, both of
/// which matter in a vocabulary.
package enum JSON: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case real(Double)
  case string(ArraySlice<UInt8>)
  case array([JSON])
  case object([Member])

  package struct Member: Sendable {
    package var key: ArraySlice<UInt8>
    package var value: JSON

    package init(_ key: ArraySlice<UInt8>, _ value: JSON) {
      self.key = key
      self.value = value
    }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral, ExpressibleByBooleanLiteral
{
  package init(stringLiteral value: String) { self = .string(Array(value.utf8)[...]) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  package init(nilLiteral: ()) { self = .null }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member(Array($0.0.utf8)[...], $0.1) })
  }
}

extension JSON {
  /// Reads a whole text: UTF-8 in which no object repeats a key.
  ///
  /// - Parameters:
  ///   - subject: what the bytes are, for messages: `header byte 31`; empty for `byte 31`.
  ///   - deepest: how many values may be open at once.
  package init(
    reading bytes: [UInt8], subject: String = "", deepest: Int = JSONCursor.deepest
  ) throws(FormatProblem) {
    if let other = FileSignature.problem(of: bytes) { throw FormatProblem(at: "file", other) }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw FormatProblem(at: "text", "is not UTF-8; save it so or fetch it again")
    }
    var cursor = JSONCursor(bytes, subject: subject, deepest: deepest)
    self = try cursor.value()
    try cursor.expectEnd()
  }
}
