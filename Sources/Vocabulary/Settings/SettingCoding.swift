/// The settings of a value, collected by encoding it: synthesized coding walks the properties in
/// their order and shows each wrapper with its declaration.
final class SettingCollector: Encoder {
  private(set) var settings: [(name: String, setting: any AnySetting)] = []
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(Keyed<Key>(collector: self))
  }

  /// Settings have names; a value without has none.
  func unkeyedContainer() -> any UnkeyedEncodingContainer { Nameless(collector: self) }
  func singleValueContainer() -> any SingleValueEncodingContainer { Nameless(collector: self) }

  private func add(_ value: any Encodable, called name: String) {
    if let setting = value as? any AnySetting {
      settings.append((name, setting))
    } else if let value = value as? any SettingKind {
      settings.append((name, Self.undeclared(value)))
    }
  }

  /// A plain property: a setting of which nothing is declared but its default.
  private static func undeclared(_ value: some SettingKind) -> any AnySetting {
    Setting(value, "")
  }

  private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let collector: SettingCollector
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) {}
    func encode<T: Encodable>(_ value: T, forKey key: Key) {
      collector.add(value, called: key.stringValue)
    }
    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> { collector.container(keyedBy: type) }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      collector.unkeyedContainer()
    }
    func superEncoder() -> any Encoder { collector }
    func superEncoder(forKey key: Key) -> any Encoder { collector }
  }

  private struct Nameless: UnkeyedEncodingContainer, SingleValueEncodingContainer {
    let collector: SettingCollector
    var codingPath: [any CodingKey] { [] }
    var count: Int { 0 }

    func encodeNil() {}
    func encode<T: Encodable>(_ value: T) {}
    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> { collector.container(keyedBy: type) }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { self }
    func superEncoder() -> any Encoder { collector }
  }
}

/// Makes settings from collected ones: what is asked for by a property's name is the wrapper itself
/// or, of a plain property, its value.
struct SettingSource: Decoder {
  let settings: [String: any AnySetting]
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(Keyed<Key>(settings: settings))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw Self.nameless }
  func singleValueContainer() throws -> any SingleValueDecodingContainer { throw Self.nameless }

  static var nameless: DecodingError {
    .dataCorrupted(
      DecodingError.Context(codingPath: [], debugDescription: "settings have names"))
  }

  private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let settings: [String: any AnySetting]
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { settings.keys.compactMap(Key.init(stringValue:)) }

    func contains(_ key: Key) -> Bool { settings[key.stringValue] != nil }
    func decodeNil(forKey key: Key) -> Bool { false }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
      let setting = settings[key.stringValue]
      if let value = setting as? T ?? setting?.plain as? T { return value }
      throw DecodingError.keyNotFound(
        key, DecodingError.Context(codingPath: [], debugDescription: "no such setting"))
    }

    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw SettingSource.nameless }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
      throw SettingSource.nameless
    }
    func superDecoder() throws -> any Decoder { throw SettingSource.nameless }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw SettingSource.nameless }
  }
}
