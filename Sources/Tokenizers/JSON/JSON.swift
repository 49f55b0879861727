/// A JSON value whose strings and keys are bytes and whose objects keep their order.
///
/// Foundation's reader loses the order of keys and merges canonically equivalent ones, both of
/// which matter in a vocabulary.
enum JSON: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case real(Double)
  case string(Bytes)
  case array([JSON])
  case object([Member])

  struct Member: Sendable {
    var key: Bytes
    var value: JSON

    init(_ key: Bytes, _ value: JSON) {
      self.key = key
      self.value = value
    }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral, ExpressibleByBooleanLiteral
{
  init(stringLiteral value: String) { self = .string(Bytes(value)) }
  init(arrayLiteral elements: JSON...) { self = .array(elements) }
  init(nilLiteral: ()) { self = .null }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member(Bytes($0.0), $0.1) })
  }
}
