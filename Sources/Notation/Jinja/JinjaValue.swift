/// A value in a template: a field of a row, a message, what an expression gives.
package indirect enum JinjaValue: Hashable, Sendable {
  /// What a name stands for that has no value.
  case undefined(String)
  case none
  case boolean(Bool)
  case integer(Int)
  case real(Double)
  case text(String)
  case list([JinjaValue])
  case map([JinjaMember])
  /// What `namespace()` made, by its number within one rendering.
  case namespace(Int)

  /// Members in their order.
  package static func map(_ members: KeyValuePairs<String, JinjaValue>) -> JinjaValue {
    .map(members.map { JinjaMember($0.key, $0.value) })
  }
}

/// A member of a mapping, which keeps the order in which it was written.
package struct JinjaMember: Hashable, Sendable {
  package var key: String
  package var value: JinjaValue

  package init(_ key: String, _ value: JinjaValue) {
    self.key = key
    self.value = value
  }
}

extension JinjaValue {
  /// What messages call it.
  var kind: String {
    switch self {
    case .undefined(let name): "'\(name)', which has no value"
    case .none: "none"
    case .boolean: "true or false"
    case .integer: "an integer"
    case .real: "a number"
    case .text: "a text"
    case .list: "a list"
    case .map: "a mapping"
    case .namespace: "a namespace"
    }
  }

  /// Whether a condition takes it for true, as in Python.
  var isTrue: Bool {
    switch self {
    case .undefined, .none: false
    case .boolean(let value): value
    case .integer(let value): value != 0
    case .real(let value): value != 0
    case .text(let value): !value.isEmpty
    case .list(let values): !values.isEmpty
    case .map(let members): !members.isEmpty
    case .namespace: true
    }
  }

  /// The value as a number; true is 1, as in Python.
  var number: Double? {
    switch self {
    case .boolean(let value): value ? 1 : 0
    case .integer(let value): Double(value)
    case .real(let value): value
    default: nil
    }
  }

  /// The value as a whole number; true is 1, as in Python.
  var whole: Int? {
    switch self {
    case .boolean(let value): value ? 1 : 0
    case .integer(let value): value
    default: nil
    }
  }

  /// Equality as in Python: numbers by value, texts by code points.
  func equals(_ other: JinjaValue) -> Bool {
    switch (self, other) {
    case (.text(let left), .text(let right)):
      return left.unicodeScalars.elementsEqual(right.unicodeScalars)
    case (.list(let left), .list(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { $0.equals($1) }
    case (.map(let left), .map(let right)):
      return left.count == right.count
        && left.allSatisfy { member in other[member.key].map(member.value.equals) ?? false }
    case (.none, .none), (.undefined, .undefined): return true
    case (.namespace(let left), .namespace(let right)): return left == right
    default:
      if let left = whole, let right = other.whole { return left == right }
      guard let left = number, let right = other.number else { return false }
      return left == right
    }
  }

  /// The member of a mapping; nil where there is none.
  subscript(key: String) -> JinjaValue? {
    guard case .map(let members) = self else { return nil }
    return members.first { $0.key.unicodeScalars.elementsEqual(key.unicodeScalars) }?.value
  }
}
