/// Settings that copies have in common until one of them changes them.
///
/// They are compared and hashed as the settings alone, and coded as they are stored.
@propertyWrapper
package struct Shared<Value: StoredSettings>: Sendable {
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
  /// Writes what is stored of the settings.
  package func encode(to encoder: any Encoder) throws { try box.value.store(to: encoder) }

  /// Reads what was stored.
  package init(from decoder: any Decoder) throws { self.init(try Value.stored(in: decoder)) }
}
