import Foundation

/// The typed hyper-parameters of one catalogue entry; `init()` holds the published defaults.
public protocol Settings: Codable, Hashable, Sendable {
  init()
}

/// Why a component's settings cannot be used.
public enum SettingsProblem: Error, Hashable, CustomStringConvertible {
  case unknown(setting: String, component: String, nearest: String?)
  case wrongKind(setting: String, component: String, found: String, wanted: String)
  case outOfRange(setting: String, component: String, found: String, wanted: String)
  case unknownComponent(name: String, axis: String, nearest: String?)

  public var description: String {
    switch self {
    case .unknown(let setting, let component, let nearest):
      "\(component) has no setting '\(setting)'" + hint(nearest)
    case .wrongKind(let setting, let component, let found, let wanted):
      "\(component): '\(setting)' must be \(wanted), not \(found)"
    case .outOfRange(let setting, let component, let found, let wanted):
      "\(component): '\(setting)' is \(found); it must be \(wanted)"
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

  private func hint(_ nearest: String?) -> String {
    nearest.map { "; did you mean '\($0)'?" } ?? ""
  }
}

extension Settings {
  /// The settings as plain values, by name: what a grid may write and a report prints.
  public var values: [String: SettingValue] {
    guard
      let data = try? JSONEncoder().encode(self),
      let values = try? JSONDecoder().decode([String: SettingValue].self, from: data)
    else { return [:] }
    return values.merging(Self.wholeNumbers(of: self)) { _, whole in whole }
  }

  /// The defaults overlaid with `component`'s settings.
  ///
  /// Synthesised decoding ignores property defaults, so the defaults are encoded, overlaid and
  /// decoded again; that also finds misspelt names.
  ///
  /// - Throws: the first `SettingsProblem`, in the order of the names.
  public static func resolved(from component: Component) throws(SettingsProblem) -> Self {
    let defaults = Self().values
    var overlay = defaults
    for (name, value) in component.settings.sorted(by: { $0.key < $1.key }) {
      guard let example = defaults[name] else {
        throw .unknown(
          setting: name, component: component.name,
          nearest: nearestName(to: name, among: defaults.keys))
      }
      let isAutomatic = value == .text("auto") && example.kind != value.kind
      guard value.fits(example), !isAutomatic else {
        throw .wrongKind(
          setting: name, component: component.name, found: value.description, wanted: example.kind)
      }
      overlay[name] = value
    }
    guard
      let data = try? JSONEncoder().encode(overlay),
      let settings = try? JSONDecoder().decode(Self.self, from: data)
    else {
      throw .wrongKind(
        setting: component.settings.keys.sorted().joined(separator: ", "),
        component: component.name, found: "unusable", wanted: "values of the documented kinds")
    }
    return settings
  }

  /// JSON writes 1.0 as 1, which reads back as an integer: floating-point properties stay numbers.
  private static func wholeNumbers(of settings: Self) -> [String: SettingValue] {
    var numbers: [String: SettingValue] = [:]
    for child in Mirror(reflecting: settings).children {
      guard let name = child.label else { continue }
      switch child.value {
      case let value as Double: numbers[name] = .number(value)
      case let value as Float: numbers[name] = .number(Double("\(value)") ?? Double(value))
      default: continue
      }
    }
    return numbers
  }
}

/// The name within a few edits of `name`, for "did you mean".
public func nearestName(to name: String, among names: some Sequence<String>) -> String? {
  let ranked = names.map { (name: $0, distance: editDistance(name.lowercased(), $0.lowercased())) }
  let best = ranked.min { ($0.distance, $0.name) < ($1.distance, $1.name) }
  guard let best, best.distance <= max(2, name.count / 3) else { return nil }
  return best.name
}

private func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a.unicodeScalars)
  let b = Array(b.unicodeScalars)
  var row = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (x == y ? 0 : 1))
      diagonal = row[j + 1]
      row[j + 1] = next
    }
  }
  return row[b.count]
}
