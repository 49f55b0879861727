/// The typed hyper-parameters of one catalog entry; `init()` holds the published defaults.
public protocol Settings: Codable, Hashable, Sendable {
  init()
}

/// Why a component's settings cannot be used.
public enum SettingsProblem: Error, Hashable, CustomStringConvertible {
  case unknown(setting: String, component: String, nearest: String?)
  case wrongKind(setting: String, component: String, found: String, wanted: String)
  case outOfRange(setting: String, component: String, found: String, wanted: String)
  case unknownComponent(name: String, axis: String, nearest: String?)

  /// One sentence with the setting, what was found and what it must be.
  public var description: String {
    switch self {
    case .unknown(let setting, let component, let nearest):
      (component.isEmpty ? "there is" : "\(component) has") + " no setting '\(setting)'"
        + hint(nearest)
    case .wrongKind(let setting, let component, let found, let wanted):
      prefix(component) + "'\(setting)' must be \(wanted), not \(found)"
    case .outOfRange(let setting, let component, let found, let wanted):
      prefix(component) + "'\(setting)' is \(found); it must be \(wanted)"
    case .unknownComponent(let name, let axis, let nearest):
      "there is no \(axis) '\(name)'" + hint(nearest)
    }
  }

  /// The setting that is refused; nil when it is the component's name.
  public var setting: String? {
    switch self {
    case .unknown(let setting, _, _), .wrongKind(let setting, _, _, _),
      .outOfRange(let setting, _, _, _):
      setting
    case .unknownComponent: nil
    }
  }

  private func prefix(_ component: String) -> String {
    component.isEmpty ? "" : component + ": "
  }

  private func hint(_ nearest: String?) -> String {
    nearest.map { "; did you mean '\($0)'?" } ?? ""
  }
}

extension Settings {
  /// The settings as plain values, by name: what a grid may write and a report prints.
  public var values: [String: SettingValue] {
    Dictionary(collected.map { ($0.name, $0.setting.settingValue) }) { first, _ in first }
  }

  /// What is declared of each setting, in the order of the properties.
  public static var declarations: [SettingDeclaration] {
    Self().collected.map { $0.setting.declaration(called: $0.name) }
  }

  /// Everything that is wrong with the values themselves, for the component called so.
  public func problems(of component: String) -> [SettingsProblem] {
    Self.description.problems(with: values, of: component)
  }

  /// The defaults with `component`'s settings in their places.
  ///
  /// - Throws: the first `SettingsProblem`, in the order of the names.
  public static func resolved(from component: Component) throws(SettingsProblem) -> Self {
    let problems = description.problems(with: component.settings, of: component.name)
    if let problem = problems.first { throw problem }
    var settings: [String: any AnySetting] = [:]
    for (name, setting) in Self().collected {
      let value = component.settings[name]
      guard let set = value.map(setting.set) ?? setting else {
        throw .wrongKind(
          setting: name, component: component.name, found: value?.description ?? "",
          wanted: setting.settingValue.kind)
      }
      settings[name] = set
    }
    do {
      return try Self(from: SettingSource(settings: settings))
    } catch {
      throw .wrongKind(
        setting: component.settings.keys.sorted().joined(separator: ", "),
        component: component.name, found: "unusable", wanted: "values of the documented kinds")
    }
  }

  private static var description: ComponentDescription {
    ComponentDescription(name: "", summary: "", settings: declarations)
  }

  /// The settings, in the order of the properties.
  var collected: [(name: String, setting: any AnySetting)] {
    let collector = SettingCollector()
    // The collector itself never throws.
    try? encode(to: collector)
    return collector.settings
  }
}
