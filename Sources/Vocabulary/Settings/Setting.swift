/// A property that a grid may set, with all that is declared of it.
///
/// ```swift
/// struct Hyperparameters: Settings {
///   @Setting(1e-6, .positive, "How far a step goes.") var learningRate: Float
///   @Setting(50, .period, "Between draws of the subspace.", unit: "steps") var refresh: Int
///   @Setting(.sum, "What the momentum is.") var form: Momentum.Form
/// }
/// ```
///
/// What many components share is declared once, as a static function of `Setting`, and used as
/// `@Setting(.epsilon()) var epsilon: Float`.
@propertyWrapper
public struct Setting<Value: SettingKind>: Sendable {
  /// The value that is computed with.
  public var wrappedValue: Value {
    didSet { standIn = nil }
  }
  /// What stands for a value: a word, such as `auto`, or a rate relative to the weights.
  ///
  /// The wrapped value is then the default, or what the rate was calibrated to.
  private(set) var standIn: SettingValue?
  /// What is declared, which every copy shares: cells are copied often, and have many settings.
  private let declared: Declared

  private final class Declared: Sendable {
    let range: SettingRange
    let unit: String?
    let summary: String
    let isProbingDistance: Bool
    let ownShare: RunShare?

    init(
      _ range: SettingRange, _ unit: String?, _ summary: String, isProbingDistance: Bool,
      ownShare: RunShare? = nil
    ) {
      self.range = range
      self.unit = unit
      self.summary = summary
      self.isProbingDistance = isProbingDistance
      self.ownShare = ownShare
    }
  }

  /// A setting with a range.
  public init(
    _ initial: Value, _ range: SettingRange, _ summary: String, unit: String? = nil
  ) {
    wrappedValue = initial
    var range = range
    if range.choices.isEmpty { range.choices = Value.settingChoices }
    declared = Declared(range, unit, summary, isProbingDistance: false)
  }

  /// A setting that may have every value of its type.
  public init(_ initial: Value, _ summary: String) { self.init(initial, .any, summary) }

  /// This setting as the distance of a probe, whose default is the scheme's where a scheme has one.
  public var ofProbes: Setting {
    Setting(
      wrappedValue: wrappedValue, standIn: standIn,
      declared: Declared(
        declared.range, declared.unit, declared.summary, isProbingDistance: true,
        ownShare: declared.ownShare))
  }

  private init(wrappedValue: Value, standIn: SettingValue?, declared: Declared) {
    self.wrappedValue = wrappedValue
    self.standIn = standIn
    self.declared = declared
  }

  /// This setting as a number of steps, of which 0 stands for the authors' own, in proportion.
  public func share(of own: RunShare) -> Setting {
    Setting(
      wrappedValue: wrappedValue, standIn: standIn,
      declared: Declared(
        declared.range, declared.unit, declared.summary,
        isProbingDistance: declared.isProbingDistance, ownShare: own))
  }

  /// A setting that is declared elsewhere.
  public init(_ shared: Setting) { self = shared }
}

/// Two settings are equal when their values are: the declaration is the type's.
extension Setting: Hashable {
  /// Whether values and what stands for them are equal.
  public static func == (one: Setting, other: Setting) -> Bool {
    one.wrappedValue == other.wrappedValue && one.standIn == other.standIn
  }

  /// The value and what stands for it.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(wrappedValue)
    hasher.combine(standIn)
  }
}

/// A setting is coded as its value alone. One that is read without its declaration, which only
/// `Settings.resolved` knows, has none.
extension Setting: Codable {
  /// Writes the value alone.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }

  /// Reads a value alone.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(Value.self), "")
  }
}

/// A setting of any type.
protocol AnySetting: Sendable {
  var settingValue: SettingValue { get }
  /// The wrapped value.
  var plain: any SettingKind { get }
  func declaration(called name: String) -> SettingDeclaration
  /// The same setting with another value; nil when it is of another kind.
  func set(to value: SettingValue) -> (any AnySetting)?
  /// Writes the value alone.
  func write(to container: inout KeyedEncodingContainer<SettingName>, as name: SettingName) throws
  /// The same setting with the value that is written there.
  func read(
    from container: KeyedDecodingContainer<SettingName>, as name: SettingName
  ) throws -> any AnySetting
}

extension Setting: AnySetting {
  var settingValue: SettingValue { standIn ?? wrappedValue.settingValue }
  var plain: any SettingKind { wrappedValue }

  func declaration(called name: String) -> SettingDeclaration {
    var declaration = SettingDeclaration(
      name, settingValue, declared.range, unit: declared.unit, declared.summary)
    declaration.isProbingDistance = declared.isProbingDistance
    declaration.ownShare = declared.ownShare
    return declaration
  }

  func set(to value: SettingValue) -> (any AnySetting)? {
    var setting = self
    if case .text(let text) = value, declared.range.words.contains(text) {
      setting.standIn = .text(text)
      return setting
    }
    if declared.range.isRelative, let rate = RelativeRate(value) {
      if let calibrated = rate.calibrated, let value = Value(setting: .number(calibrated)) {
        setting.wrappedValue = value
      }
      setting.standIn = value
      return setting
    }
    guard let value = Value(setting: value) else { return nil }
    setting.wrappedValue = value
    return setting
  }

  func write(
    to container: inout KeyedEncodingContainer<SettingName>, as name: SettingName
  ) throws {
    try container.encode(wrappedValue, forKey: name)
  }

  func read(
    from container: KeyedDecodingContainer<SettingName>, as name: SettingName
  ) throws -> any AnySetting {
    var setting = self
    setting.wrappedValue = try container.decode(Value.self, forKey: name)
    return setting
  }
}
