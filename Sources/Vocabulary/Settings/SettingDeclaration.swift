/// What is known of one setting before anything is made of it: everything that messages, the grid's
/// schema, listings and tests say of it follows from here.
public struct SettingDeclaration: Hashable, Sendable {
  /// As grids write it.
  public var name: String
  /// The default; its kind is the setting's.
  public var initial: SettingValue
  /// Which values of the kind are accepted.
  public var range: SettingRange
  /// What it counts: `steps`, `tokens`; nil when it is a plain number or none.
  public var unit: String?
  /// One sentence, which goes on from the unit where there is one: `Of one step.` after
  /// `examples`; empty when there is none.
  public var summary: String
  /// Whether it is how far from the weights a probe is; schemes may have defaults of their own.
  public var isProbingDistance = false
  /// The authors' number of steps, of which 0 takes a share; nil where 0 does not.
  public var ownShare: RunShare?

  /// The declaration of a setting called `name`, whose default is `initial`.
  public init(
    _ name: String, _ initial: SettingValue, _ range: SettingRange = .any, unit: String? = nil,
    _ summary: String = ""
  ) {
    self.name = name
    self.initial = initial
    self.range = range
    self.unit = unit
    self.summary = summary
  }

  /// Whether the value is of the setting's kind; it may still be out of its range.
  public func fits(_ value: SettingValue) -> Bool {
    if case .text(let text) = value, range.words.contains(text) { return true }
    if case .map = value, range.isRelative { return true }
    return value.fits(initial)
  }

  /// What a value must be: `finite and above 0, or auto`, `one or two`.
  public var wanted: String {
    if case .integer = initial { return range.wanted(isWhole: true) }
    return range.wanted(isWhole: false)
  }

  /// The sentence, with what the setting counts, as in `Steps between draws of V.`.
  public var explanation: String {
    guard let unit, !summary.isEmpty else { return summary }
    return unit.prefix(1).uppercased() + unit.dropFirst() + " "
      + summary.prefix(1).lowercased() + summary.dropFirst()
  }

  /// Everything that is wrong with a value for the component called so.
  public func problems(with value: SettingValue, of component: String) -> [SettingsProblem] {
    guard fits(value) else {
      return [
        .wrongKind(
          setting: name, component: component, found: value.description, wanted: initial.kind)
      ]
    }
    guard range.contains(value) else {
      return [
        .outOfRange(
          setting: name, component: component, found: value.description, wanted: wanted)
      ]
    }
    return range.parts.isEmpty ? [] : partProblems(with: value, of: component)
  }

  private func partProblems(
    with value: SettingValue, of component: String
  ) -> [SettingsProblem] {
    if case .list(let values) = value {
      return values.flatMap { partProblems(with: $0, of: component) }
    }
    guard let part = Component(part: value) else {
      return [
        .outOfRange(
          setting: name, component: component, found: value.description,
          wanted: "a name, or one name with a mapping of settings")
      ]
    }
    guard let description = range.parts.first(where: { $0.name == part.name }) else {
      return [
        .unknownComponent(
          name: part.name, axis: name,
          nearest: nearestName(to: part.name, among: range.parts.map(\.name)))
      ]
    }
    return description.problems(with: part.settings, of: "\(component), \(part.name)")
  }
}

extension Component {
  /// The part that a name, or a mapping of one name to its settings, says; nil for other values.
  public init?(part value: SettingValue) {
    switch value {
    case .text(let name): self.init(name)
    case .map(let pairs):
      guard pairs.count == 1, let pair = pairs.first, case .map(let settings) = pair.value else {
        return nil
      }
      self.init(pair.key, settings)
    default: return nil
    }
  }
}

extension ComponentDescription {
  /// Everything that is wrong with settings of this component, in the order of their names.
  public func problems(
    with settings: [String: SettingValue], of component: String
  ) -> [SettingsProblem] {
    settings.sorted { $0.key < $1.key }.flatMap { setting, value -> [SettingsProblem] in
      guard let declaration = self[setting] else {
        return [
          .unknown(
            setting: setting, component: component,
            nearest: nearestName(to: setting, among: settingNames))
        ]
      }
      return declaration.problems(with: value, of: component)
    }
  }

  private var settingNames: [String] { declarations.map(\.name) }

  /// The declaration of the setting called so; nil when there is none.
  public subscript(setting: String) -> SettingDeclaration? {
    declarations.first { $0.name == setting }
  }
}

/// A listing's JSON: each setting with its default and what it accepts.
extension SettingDeclaration: Encodable {
  private enum CodingKeys: String, CodingKey {
    case name, `default`, accepts, unit, summary, parts
  }

  /// Name, default, what is accepted, unit, sentence, and the settings of the parts to choose from.
  public func encode(to encoder: any Encoder) throws {
    var keyed = encoder.container(keyedBy: CodingKeys.self)
    try keyed.encode(name, forKey: .name)
    try keyed.encode(initial, forKey: .default)
    try keyed.encode(accepts, forKey: .accepts)
    try keyed.encodeIfPresent(unit, forKey: .unit)
    try keyed.encode(summary, forKey: .summary)
    guard !range.parts.isEmpty else { return }
    let parts = range.parts.map { ($0.name, $0.declarations) }
    try keyed.encode(Dictionary(uniqueKeysWithValues: parts), forKey: .parts)
  }

  /// What a value may be, for a reader: `a number, finite and above 0, or auto`, `one or two`.
  public var accepts: String {
    switch initial {
    case .integer, .number: initial.kind + ", " + wanted
    case .text: range.choices.isEmpty ? initial.kind : wanted
    case .boolean, .list, .map:
      range.parts.isEmpty
        ? initial.kind : "one of " + range.parts.map(\.name).joined(separator: ", ")
    }
  }
}

extension ComponentDescription: Encodable {
  private enum CodingKeys: String, CodingKey {
    case name, summary, defaults, settings, usesOptimizer
  }

  /// Name, sentence, and every setting twice: its default alone, and all that is declared.
  public func encode(to encoder: any Encoder) throws {
    var keyed = encoder.container(keyedBy: CodingKeys.self)
    try keyed.encode(name, forKey: .name)
    try keyed.encode(summary, forKey: .summary)
    try keyed.encode(defaults, forKey: .defaults)
    try keyed.encode(declarations, forKey: .settings)
    try keyed.encode(usesOptimizer, forKey: .usesOptimizer)
  }
}
