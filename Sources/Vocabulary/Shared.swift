/// A large value that copies have in common until one of them changes it.
///
/// It is compared, hashed and coded as the value alone.
@propertyWrapper
package struct Shared<Value: Hashable & Codable & Sendable>: Sendable {
  private final class Box: Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }
  }

  private var box: Box

  /// The value; a change of it is no change of other copies.
  package var wrappedValue: Value {
    get { box.value }
    set { box = Box(newValue) }
  }

  /// What copies have in common: it is handed on without a copy of the value.
  public var projectedValue: Shared { self }

  /// A value that nobody else has yet.
  package init(_ value: Value) { box = Box(value) }
}

extension Shared: Hashable {
  /// Whether the values are equal.
  package static func == (one: Shared, other: Shared) -> Bool {
    one.box === other.box || one.box.value == other.box.value
  }

  /// The value.
  package func hash(into hasher: inout Hasher) { hasher.combine(box.value) }
}

extension Shared: Codable {
  /// Writes the value alone.
  package func encode(to encoder: any Encoder) throws { try box.value.encode(to: encoder) }

  /// Reads a value alone.
  package init(from decoder: any Decoder) throws { self.init(try Value(from: decoder)) }
}
