/// Settings that results and identities are stored by.
///
/// What came after the first version is written only where it is not as by default: what was stored
/// before there was a choice keeps its identity, and what an older version did not know of has its
/// default.
package protocol StoredSettings: Settings {
  /// The names of those that are written whatever they are, and missed where they are not.
  static var alwaysStored: Set<String> { get }
}

extension StoredSettings {
  /// Writes names and values.
  func store(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: SettingName.self)
    // Two values have the same settings in the same order. A word for a value is not stored.
    for ((name, setting), (_, initial)) in zip(collected, Self().collected)
    where Self.alwaysStored.contains(name)
      || setting.plain.settingValue != initial.plain.settingValue
    {
      try setting.write(to: &container, as: SettingName(name))
    }
  }

  /// Reads what was stored; names that are not known are passed over.
  ///
  /// - Throws: a `DecodingError` for a value of another kind, or one that is always stored and is
  ///   not there.
  static func stored(in decoder: any Decoder) throws -> Self {
    let container = try decoder.container(keyedBy: SettingName.self)
    var settings: [String: any AnySetting] = [:]
    for (name, setting) in Self().collected {
      let key = SettingName(name)
      let isThere = container.contains(key) || alwaysStored.contains(name)
      settings[name] = isThere ? try setting.read(from: container, as: key) : setting
    }
    return try Self(from: SettingSource(settings: settings))
  }
}

/// A setting's name as a key of what is stored.
struct SettingName: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}
