/// A curve in one line of text: means of equal parts as eight heights.
struct Sparkline {
  private static let width = 40
  private static let bars = Array("▁▂▃▄▅▆▇█")

  var values: [Double]

  init(_ values: [Double]) { self.values = values.filter(\.isFinite) }

  /// The bars, and where the curve begins and ends; nil without values.
  var line: String? {
    let means = Self.means(values, parts: Self.width)
    guard let first = means.first, let last = means.last, let low = means.min(),
      let high = means.max()
    else { return nil }
    let bars = means.map { mean -> Character in
      let height = high > low ? (mean - low) / (high - low) : 0
      return Self.bars[min(7, Int(height * 8))]
    }
    let ends = [first, last].map { NumberText.fixed($0, 3) }
    return String(bars) + "  " + ends.joined(separator: " → ")
  }

  /// Means of at most `parts` parts of nearly equal length.
  static func means(_ values: [Double], parts: Int) -> [Double] {
    guard values.count > parts else { return values }
    return (0..<parts).map { part in
      let range = (part * values.count / parts)..<((part + 1) * values.count / parts)
      return values[range].reduce(0, +) / Double(range.count)
    }
  }
}
