/// A type that a setting may have: how its values are written, and read again.
public protocol SettingKind: Codable, Hashable, Sendable {
  /// The value as a grid writes it.
  var settingValue: SettingValue { get }
  /// - Returns: nil when the value is of another kind or none of the choices.
  init?(setting value: SettingValue)
  /// The names that a value may have; empty when it may have any.
  static var settingChoices: [String] { get }
}

extension SettingKind {
  public static var settingChoices: [String] { [] }
}

/// A setting that is one of several names: an enumeration of texts.
public protocol SettingChoice: SettingKind, CaseIterable, RawRepresentable
where RawValue == String {}

extension SettingChoice {
  public var settingValue: SettingValue { .text(rawValue) }

  public init?(setting value: SettingValue) {
    guard case .text(let name) = value else { return nil }
    self.init(rawValue: name)
  }

  public static var settingChoices: [String] { allCases.map(\.rawValue) }
}

extension Bool: SettingKind {
  public var settingValue: SettingValue { .boolean(self) }

  public init?(setting value: SettingValue) {
    guard case .boolean(let value) = value else { return nil }
    self = value
  }
}

extension Int: SettingKind {
  public var settingValue: SettingValue { .integer(self) }

  public init?(setting value: SettingValue) {
    guard case .integer(let value) = value else { return nil }
    self = value
  }
}

extension Double: SettingKind {
  public var settingValue: SettingValue { .number(self) }

  public init?(setting value: SettingValue) {
    switch value {
    case .number(let value): self = value
    case .integer(let value): self = Double(value)
    default: return nil
    }
  }
}

extension Float: SettingKind {
  /// The shortest decimal that reads back as the same single-precision number.
  public var settingValue: SettingValue { .number(Double("\(self)") ?? Double(self)) }

  public init?(setting value: SettingValue) {
    guard let value = Double(setting: value) else { return nil }
    self = Float(value)
  }
}

extension String: SettingKind {
  public var settingValue: SettingValue { .text(self) }

  public init?(setting value: SettingValue) {
    guard case .text(let value) = value else { return nil }
    self = value
  }
}

extension Array: SettingKind where Element: SettingKind {
  public var settingValue: SettingValue { .list(map(\.settingValue)) }

  public init?(setting value: SettingValue) {
    guard case .list(let values) = value else { return nil }
    let elements = values.compactMap { Element(setting: $0) }
    guard elements.count == values.count else { return nil }
    self = elements
  }
}

/// A setting with a structure of its own, such as the parts of a composed optimizer.
extension SettingValue: SettingKind {
  public var settingValue: SettingValue { self }
  public init?(setting value: SettingValue) { self = value }
}
