import Foundation

/// A hyper-parameter as a grid file, a database or a report spells it.
public enum SettingValue: Hashable, Sendable {
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case list([SettingValue])
  case map([String: SettingValue])
}

extension SettingValue: Codable {
  /// Reads the value of any kind; a number without a fraction is an integer.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([SettingValue].self) {
      self = .list(value)
    } else {
      self = .map(try container.decode([String: SettingValue].self))
    }
  }

  /// Writes the value alone, without its kind.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .boolean(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .list(let value): try container.encode(value)
    case .map(let value): try container.encode(value)
    }
  }
}

extension SettingValue {
  /// What `value` is written as.
  public init(encoding value: some Encodable) throws {
    self = try JSONDecoder().decode(Self.self, from: JSONEncoder().encode(value))
  }
}

extension SettingValue: CustomStringConvertible {
  /// The value as one would write it in a grid file: `0.001`, `true`, `[1, 2]`.
  public var description: String {
    switch self {
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): Self.shortest(value)
    case .text(let value): value
    case .list(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
    case .map(let values):
      "{"
        + values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        .joined(separator: ", ") + "}"
    }
  }

  private static func shortest(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension SettingValue {
  /// Whether this value may stand where `example` stands.
  ///
  /// An integer may stand for a number, and a name for a mapping of that name to no settings.
  public func fits(_ example: SettingValue) -> Bool {
    switch (self, example) {
    case (.boolean, .boolean), (.integer, .integer), (.number, .number), (.integer, .number),
      (.text, .text), (.list, .list), (.map, .map), (.text, .map):
      true
    default: false
    }
  }

  /// What a reader should be told the value is: `a number`, `an integer`, ….
  public var kind: String {
    switch self {
    case .boolean: "true or false"
    case .integer: "an integer"
    case .number: "a number"
    case .text: "text"
    case .list: "a list"
    case .map: "a mapping"
    }
  }
}
