import Foundation

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

extension JSON {
  /// This value as compact UTF-8 text; the same value always gives the same bytes.
  package var data: Data {
    var output: [UInt8] = []
    write(to: &output)
    output.append(0x0A)
    return Data(output)
  }

  private func write(to output: inout [UInt8]) {
    switch self {
    case .null: output += "null".utf8
    case .bool(let flag): output += (flag ? "true" : "false").utf8
    case .integer(let integer): output += String(integer).utf8
    case .real(let real): output += String(real).utf8
    case .string(let bytes): Self.write(bytes, to: &output)
    case .array(let elements): Self.writeList(elements, "[", "]", to: &output) { $0.write(to: &$1) }
    case .object(let members):
      Self.writeList(members, "{", "}", to: &output) { member, output in
        Self.write(member.key, to: &output)
        output.append(UInt8(ascii: ":"))
        member.value.write(to: &output)
      }
    }
  }

  private static func writeList<Item>(
    _ items: [Item], _ open: Unicode.Scalar, _ close: Unicode.Scalar, to output: inout [UInt8],
    _ write: (Item, inout [UInt8]) -> Void
  ) {
    output.append(UInt8(ascii: open))
    for (index, item) in items.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      write(item, &output)
    }
    output.append(UInt8(ascii: close))
  }

  /// A text as a JSON string, with its quotes; YAML reads it, too.
  package static func quoted(_ text: String) -> String {
    var output: [UInt8] = []
    write(ArraySlice(text.utf8), to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  private static func write(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        output += "\\u\(String(repeating: "0", count: 4 - digits.utf8.count))\(digits)".utf8
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}
