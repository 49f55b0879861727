import Foundation

/// Which values of a setting's kind are accepted, as far as its component says in its refusals.
public struct SettingLimit: Hashable, Sendable {
  public var minimum: Double?
  public var exclusiveMinimum: Double?
  public var maximum: Double?
  public var exclusiveMaximum: Double?
  /// The names that a text may be; empty when it may be any.
  public var choices: [String] = []

  public init() {}

  /// The limit in what a `SettingsProblem` wants: `in 0 ..< 1`, `at least 1`, `linear or cosine`;
  /// what it says in other words is no limit.
  public init(wanted: String) {
    let words = wanted.replacingOccurrences(of: ",", with: " , ").split(separator: " ")
      .map(String.init)
    for (index, word) in words.enumerated() {
      let next = number(words, index + 1)
      switch word {
      case "above": exclusiveMinimum = next
      case "below": exclusiveMaximum = next
      case "least": minimum = next
      case "most": maximum = next
      case "...", "to":
        (minimum, maximum) = (number(words, index - 1), next)
      case "..<":
        (minimum, exclusiveMaximum) = (number(words, index - 1), next)
      default: break
      }
    }
    if self == SettingLimit() { choices = Self.names(wanted) }
  }

  private func number(_ words: [String], _ index: Int) -> Double? {
    words.indices.contains(index) ? Double(words[index]) : nil
  }

  /// The names of `a, b or c`; none when a part of it is no name.
  private static func names(_ text: String) -> [String] {
    let parts = text.replacingOccurrences(of: " or ", with: ", ").components(separatedBy: ", ")
    let isName = { (part: String) in
      !part.isEmpty
        && part.utf8.allSatisfy { $0 == 45 || (48...57).contains($0) || (97...122).contains($0) }
    }
    return parts.count > 1 && parts.allSatisfy(isName) ? parts : []
  }

  /// The limits of a component's settings, found by asking for values that no setting accepts.
  ///
  /// - Parameter make: makes the component, or refuses a setting.
  public static func asked(
    of name: String, _ defaults: [String: SettingValue],
    make: (Component) throws(SettingsProblem) -> Void
  ) -> [String: SettingLimit] {
    var limits: [String: SettingLimit] = [:]
    for (setting, value) in defaults {
      for impossible in impossible(like: value) {
        do throws(SettingsProblem) {
          try make(Component(name, [setting: impossible]))
        } catch {
          guard case .outOfRange(setting, _, _, let wanted) = error else { continue }
          limits[setting] = SettingLimit(wanted: wanted)
        }
      }
    }
    return limits
  }

  private static func impossible(like value: SettingValue) -> [SettingValue] {
    switch value {
    case .integer: [.integer(-(1 << 40))]
    case .number: [.number(-1e30)]
    case .text: [.text("\u{1}")]
    case .boolean, .list, .map: []
    }
  }
}
