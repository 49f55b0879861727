import Vocabulary

/// Names and settings made safe for one line of a report.
enum PlainText {
  /// Line breaks, tabs and other control or formatting characters as `\u{…}`.
  static func oneLine(_ text: String) -> String {
    var safe = ""
    for scalar in text.unicodeScalars {
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
    settings.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
  }

  /// `0-2, 7`: neighbours in a range.
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
