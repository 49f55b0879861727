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

extension FieldValue: Decodable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    // Text first: data is mostly text, and every attempt that fails costs an error.
    if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if container.decodeNil() {
      self = .none
    } else if let value = try? container.decode([FieldValue].self) {
      self = .list(value)
    } else {
      self = .map(try container.decode([String: FieldValue].self))
    }
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
