import Foundation
import Vocabulary

/// Names and settings made safe for one line of a report.
enum PlainText {
  /// Line breaks, tabs and other control or formatting characters as `\u{…}`.
  static func oneLine(_ text: String) -> String { visible(text) }

  /// Control and formatting characters as `\u{…}`.
  ///
  /// - Parameter kept: those that stay as they are.
  static func visible(_ text: String, keeping kept: String = "") -> String {
    var safe = ""
    for scalar in text.unicodeScalars {
      guard !kept.unicodeScalars.contains(scalar) else {
        safe.unicodeScalars.append(scalar)
        continue
      }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
        safe += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }

  /// `epsilon: 0.001, learningRate: 1e-06`, in the order of the names.
  static func settings(_ settings: [String: SettingValue]) -> String {
    settings.sorted { $0.key < $1.key }.map { name, value in
      if name == "chosen", case .map(let seeds) = value, !seeds.isEmpty { return chosen(seeds) }
      return "\(name): \(name.hasPrefix("tune.") ? rate(value) : value.description)"
    }.joined(separator: ", ")
  }

  /// `learningRate 3e-3 (all seeds)`, or for each value its seeds: `1e-3 (seed 1), 3e-3 (seed 0)`.
  private static func chosen(_ seeds: [String: SettingValue]) -> String {
    let points = seeds.compactMap { seed, point -> (Int, [String: SettingValue])? in
      guard let seed = Int(seed), case .map(let point) = point else { return nil }
      return (seed, point)
    }
    let names = Set(points.flatMap(\.1.keys)).sorted()
    return names.map { name in
      let groups = Dictionary(grouping: points) { short($0.1[name]) }.mapValues { $0.map(\.0) }
      if groups.count == 1, let value = groups.first?.key {
        return "\(name) \(value)" + (points.count > 1 ? " (all seeds)" : "")
      }
      let values = groups.sorted { ($0.value.min() ?? 0) < ($1.value.min() ?? 0) }.map {
        "\($0.key) (seed\($0.value.count > 1 ? "s" : "") \(Self.seeds($0.value)))"
      }
      return "\(name) " + values.joined(separator: ", ")
    }.joined(separator: ", ")
  }

  /// `3e-3`: a small number as papers write it.
  private static func short(_ value: SettingValue?) -> String {
    guard let value else { return "none" }
    guard case .number(let number) = value, number > 0, number < 0.01 else {
      return rate(value)
    }
    let exponent = Int(log10(number).rounded(.down))
    let digits = number / pow(10, Double(exponent))
    let rounded = (digits * 1e6).rounded() / 1e6
    let mantissa = rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    return "\(mantissa)e\(exponent)"
  }

  /// A value that was searched: `{relative: 0.09993}` of 0.09992794999999999.
  static func rate(_ value: SettingValue) -> String { rounded(value).description }

  /// Numbers to four digits, but where a fraction would become a whole number.
  private static func rounded(_ value: SettingValue) -> SettingValue {
    switch value {
    case .number(let number):
      let rounded = Double(String(format: "%.4g", number)) ?? number
      return rounded == rounded.rounded() ? value : .number(rounded)
    case .list(let values): return .list(values.map(rounded))
    case .map(let values): return .map(values.mapValues(rounded))
    case .boolean, .integer, .text: return value
    }
  }

  /// `0-2, 7`: neighbors in a range.
  static func seeds(_ seeds: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for seed in seeds.sorted() {
      if let last = ranges.last, last.upperBound < seed, seed - 1 == last.upperBound {
        ranges[ranges.count - 1] = last.lowerBound...seed
      } else if ranges.last?.contains(seed) != true {
        ranges.append(seed...seed)
      }
    }
    return ranges.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }.joined(separator: ", ")
  }
}
