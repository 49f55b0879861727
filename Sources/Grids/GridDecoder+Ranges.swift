import Foundation
import Vocabulary

/// Values of a search that are said by their ends.
extension GridDecoder {
  /// What a search tries of a setting.
  struct SearchRange {
    var values: [SettingValue]
    /// How many values more there may be.
    var extend: Int
  }

  static let rangeKeys = ["relative", "values", "range", "points", "extend"]

  /// Reads values by their ends, such as `{ relative: [1e-4, 1e-1], points: 7, extend: 2 }`.
  ///
  /// So many values go from one number to the other in equal ratios. `range` is the same of plain
  /// numbers, `values` a list; without `points`, `relative` is a list as well.
  mutating func searchRange(_ entries: [GridNode.Entry], at place: GridPlace) -> SearchRange? {
    var numbers: [String: [Double]] = [:]
    for entry in entries {
      let place = place.child(entry.key, at: entry.value.position)
      guard Self.rangeKeys.contains(entry.key) else {
        let hint =
          didYouMean(entry.key, among: Self.rangeKeys)
          ?? "there are \(Self.rangeKeys.joined(separator: ", "))"
        report(place, "there is no key '\(entry.key)' in a search's range; " + hint)
        return nil
      }
      guard let read = self.numbers(entry.value, at: place) else { return nil }
      numbers[entry.key] = read
    }
    let sources = ["relative", "values", "range"].filter { numbers[$0] != nil }
    guard sources.count == 1, let source = sources.first, let given = numbers[source] else {
      report(place, "a search's range has one of 'relative', 'range' and 'values'")
      return nil
    }
    guard let points = whole(numbers["points"], "points", 2...GridLimits.points, at: place),
      let extend = whole(numbers["extend"], "extend", 0...GridLimits.points, at: place)
    else { return nil }
    guard let all = spread(given, source, points, at: place) else { return nil }
    guard extend == 0 || all.count > 1 && all.allSatisfy({ $0 > 0 }) else {
      report(place, "'extend' needs at least two values above 0")
      return nil
    }
    let values = all.map { source == "relative" ? RelativeRate($0).value : .number($0) }
    return SearchRange(values: values, extend: extend)
  }

  private mutating func numbers(_ node: GridNode, at place: GridPlace) -> [Double]? {
    var numbers: [Double] = []
    for element in node.elements ?? [node] {
      guard let value = value(of: element, at: place) else { return nil }
      guard let number = Double(setting: value), number.isFinite else {
        report(place, "must be a number or a list of numbers, not \(element.kind)")
        return nil
      }
      numbers.append(number)
    }
    return numbers
  }

  /// A whole number in a range; 0 when it is not written.
  private mutating func whole(
    _ numbers: [Double]?, _ key: String, _ range: ClosedRange<Int>, at place: GridPlace
  ) -> Int? {
    guard let numbers else { return 0 }
    guard numbers.count == 1, let number = Int(exactly: numbers[0]), range.contains(number) else {
      report(
        place, "'\(key)' must be a whole number from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return number
  }

  /// The values themselves, or as many as `points` says from the first to the last.
  private mutating func spread(
    _ given: [Double], _ source: String, _ points: Int, at place: GridPlace
  ) -> [Double]? {
    if source == "values" || source == "relative" && points == 0 {
      guard points == 0, !given.isEmpty else {
        report(place, "'values' is a list of values, without 'points'")
        return nil
      }
      return given
    }
    guard given.count == 2, given[0] > 0, given[1] > given[0], points > 1 else {
      report(place, "'\(source)' with 'points' is [low, high], both above 0, and at least 2 points")
      return nil
    }
    let step = log(given[1] / given[0]) / Double(points - 1)
    return (0..<points).map { index in
      index == points - 1 ? given[1] : rounded(given[0] * exp(step * Double(index)))
    }
  }

  /// To six digits: what a person would have written.
  private func rounded(_ value: Double) -> Double { Double(String(format: "%.5e", value)) ?? value }
}
