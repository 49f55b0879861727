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
  /// Every value of the type.
  public static var settingChoices: [String] { [] }
}

/// A setting that is one of several names: an enumeration of texts.
public protocol SettingChoice: SettingKind, CaseIterable, RawRepresentable
where RawValue == String {}

extension SettingChoice {
  /// The name of the case.
  public var settingValue: SettingValue { .text(rawValue) }

  /// The case of a name; nil for a value that is none of them.
  public init?(setting value: SettingValue) {
    guard case .text(let name) = value else { return nil }
    self.init(rawValue: name)
  }

  /// The raw values, in the order of the cases.
  public static var settingChoices: [String] { allCases.map(\.rawValue) }
}

extension Bool: SettingKind {
  /// `true` or `false`.
  public var settingValue: SettingValue { .boolean(self) }

  /// Nil for a value that is neither `true` nor `false`.
  public init?(setting value: SettingValue) {
    guard case .boolean(let value) = value else { return nil }
    self = value
  }
}

extension Int: SettingKind {
  /// A whole number.
  public var settingValue: SettingValue { .integer(self) }

  /// Nil for a value that is no whole number; 1.0 is none.
  public init?(setting value: SettingValue) {
    guard case .integer(let value) = value else { return nil }
    self = value
  }
}

extension Double: SettingKind {
  /// A number.
  public var settingValue: SettingValue { .number(self) }

  /// A number, also one that is written without a point; nil for other values.
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

  /// The number in single precision, rounded to nearest; nil for other values.
  public init?(setting value: SettingValue) {
    guard let value = Double(setting: value) else { return nil }
    self = Float(value)
  }
}

extension String: SettingKind {
  /// The text itself.
  public var settingValue: SettingValue { .text(self) }

  /// Nil for a value that is not text.
  public init?(setting value: SettingValue) {
    guard case .text(let value) = value else { return nil }
    self = value
  }
}

extension Array: SettingKind where Element: SettingKind {
  /// A list of the elements' values.
  public var settingValue: SettingValue { .list(map(\.settingValue)) }

  /// Nil for a value that is no list, or has an element of another kind.
  public init?(setting value: SettingValue) {
    guard case .list(let values) = value else { return nil }
    let elements = values.compactMap { Element(setting: $0) }
    guard elements.count == values.count else { return nil }
    self = elements
  }
}

/// A setting with a structure of its own, such as the parts of a composed optimizer.
extension SettingValue: SettingKind {
  /// The value itself.
  public var settingValue: SettingValue { self }
  /// Any value; never nil.
  public init?(setting value: SettingValue) { self = value }
}
