import Notation

/// A field of a row as a data file has it.
package enum FieldValue: Hashable, Sendable {
  case none
  case text(String)
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  case list([FieldValue])
  case map([String: FieldValue])
}

extension FieldValue {
  /// What a data file in JSON has; a number without a fraction is whole however it is written.
  init(_ value: JSON) {
    switch value {
    case .null: self = .none
    case .bool(let value): self = .boolean(value)
    case .integer(let value): self = .integer(value)
    case .real(let value): self = Int(exactly: value).map { .integer($0) } ?? .number(value)
    case .string(let bytes): self = .text(String(decoding: bytes, as: UTF8.self))
    case .array(let values): self = .list(values.map(FieldValue.init))
    case .object(let members): self = .map(Self.fields(members))
    }
  }

  /// Members of an object, by their names.
  static func fields(_ members: [JSON.Member]) -> [String: FieldValue] {
    Dictionary(
      members.map { (String(decoding: $0.key, as: UTF8.self), FieldValue($0.value)) },
      uniquingKeysWith: { first, _ in first })
  }
}

extension FieldValue {
  /// What labels are compared with and templates show: `1`, `true`, the text itself.
  ///
  /// A list stands for its first element; nothing, a mapping and an empty list have no text.
  var text: String? {
    switch self {
    case .text(let value): value
    case .integer(let value): String(value)
    case .number(let value): String(value)
    case .boolean(let value): value ? "true" : "false"
    case .list(let values): values.first?.text
    case .none, .map: nil
    }
  }

  /// The texts of a list; a single text is a list of one.
  var texts: [String]? {
    switch self {
    case .list(let values):
      let texts = values.compactMap(\.text)
      return texts.count == values.count ? texts : nil
    case .text(let value): return [value]
    case .none, .integer, .number, .boolean, .map: return nil
    }
  }
}
