/// One choice on one axis of a grid: a catalog name and the settings that differ from defaults.
public struct Component: Hashable, Codable, Sendable, CustomStringConvertible {
  /// The catalog name, or for a model also a directory.
  public var name: String
  /// Settings that differ from the entry's defaults, by name.
  public var settings: [String: SettingValue]
  /// What the name means where a user's file says it and not the catalog: the file's content,
  /// with every default written out; so it is part of a cell's identity.
  public var definition: SettingValue?
  /// What reports call it in the place of its name, as a grid says; no part of an identity.
  public var label: String?

  /// A choice, of a catalog's entry when there is no definition.
  public init(
    _ name: String, _ settings: [String: SettingValue] = [:], definition: SettingValue? = nil,
    label: String? = nil
  ) {
    self.name = name
    self.settings = settings
    self.definition = definition
    self.label = label
  }

  /// What people read: the label, else the name.
  public var shown: String { label ?? name }

  /// What stands for the optimizer of a scheme that needs none.
  package static let noOptimizer = Component("none")

  /// `zo-sgd` or `zo-sgd(epsilon: 0.001, learningRate: 1e-06)`.
  public var description: String {
    guard !settings.isEmpty else { return shown }
    let pairs = settings.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    return shown + "(" + pairs.joined(separator: ", ") + ")"
  }
}

/// The axes of a study.
public enum Axis: String, CaseIterable, Codable, Sendable {
  case model, task, scheme, optimizer

  /// The axis called so, in the singular or the plural: `optimizer` or `optimizers`.
  public init?(named name: String) {
    self.init(rawValue: name.hasSuffix("s") ? String(name.dropLast()) : name)
  }
}

/// What a catalog says about one of its entries, without building it.
public struct ComponentDescription: Hashable, Sendable {
  /// What a grid calls it.
  public var name: String
  /// One sentence for listings.
  public var summary: String
  /// Every setting, in the order of its declaration.
  public let declarations: [SettingDeclaration]
  /// Every setting with its default value.
  public let defaults: [String: SettingValue]
  /// Whether an optimizer takes part; of a scheme that needs none, a grid has one cell for all.
  public var usesOptimizer: Bool

  /// An entry with all that is declared of its settings.
  public init(
    name: String, summary: String, settings: [SettingDeclaration], usesOptimizer: Bool = true
  ) {
    self.name = name
    self.summary = summary
    declarations = settings
    defaults = Dictionary(settings.map { ($0.name, $0.initial) }) { first, _ in first }
    self.usesOptimizer = usesOptimizer
  }

  /// An entry of whose settings only the defaults are known.
  public init(
    name: String, summary: String, defaults: [String: SettingValue], usesOptimizer: Bool = true
  ) {
    let settings = defaults.sorted { $0.key < $1.key }.map { SettingDeclaration($0.key, $0.value) }
    self.init(name: name, summary: summary, settings: settings, usesOptimizer: usesOptimizer)
  }
}

/// All names that a grid may use, per axis; handed to the grid reader by the command.
package struct KnownComponents: Sendable {
  package var entries: [Axis: [ComponentDescription]]
  /// What reads the files in which users define entries of their own, where an axis has such.
  package var definitions: [Axis: any DefinitionReader]
  /// Why an entry's settings cannot be used, found by making it; nil when they can.
  package var refusal: @Sendable (Component, Axis) -> SettingsProblem?

  package init(
    _ entries: [Axis: [ComponentDescription]], definitions: [Axis: any DefinitionReader] = [:],
    refusal: @escaping @Sendable (Component, Axis) -> SettingsProblem? = { _, _ in nil }
  ) {
    self.entries = entries
    self.definitions = definitions
    self.refusal = refusal
  }

  /// The entry called `name` on `axis`; for models nil also when the name is a directory.
  package func entry(_ name: String, on axis: Axis) -> ComponentDescription? {
    entries[axis]?.first { $0.name == name }
  }
}
