import Vocabulary

/// One entry of a table: what people read, and exact numbers for machines.
package enum TableValue: Hashable, Sendable {
  case text(String)
  case number(Double, String)
  case score(Score)
  /// Exact and structured for machines, with the text for people.
  case structured(SettingValue, String)
  case missing

  /// A mean over seeds.
  package struct Score: Hashable, Sendable {
    package var mean: Double
    package var deviation: Double?
    package var n: Int
    package var metric: Metric
    /// Whether a paired test says that no other of its group is as good.
    package var isWinner: Bool
    /// Whether it has the highest mean of its group, whatever a test says.
    package var isBest = false

    package init(
      mean: Double, deviation: Double?, n: Int, metric: Metric, isWinner: Bool = false
    ) {
      self.mean = mean
      self.deviation = deviation
      self.n = n
      self.metric = metric
      self.isWinner = isWinner
    }
  }

  /// As people read it; a winner, or the best of a group, has an asterisk.
  package var text: String {
    switch self {
    case .text(let text), .structured(_, let text): PlainText.oneLine(text)
    case .number(_, let text): text
    case .missing: NumberText.missing
    case .score(let score):
      NumberText.prefix(of: score.metric) + NumberText.fixed(100 * score.mean, 1)
        + (score.deviation.map { " ± " + NumberText.fixed(100 * $0, 1) } ?? "")
        + (score.isWinner || score.isBest ? " *" : "")
    }
  }

  /// What sorting goes by; nil for text.
  package var number: Double? {
    switch self {
    case .number(let value, _): value
    case .score(let score): score.mean
    case .text, .structured, .missing: nil
    }
  }
}

extension TableValue {
  /// A score without its asterisk, and whether it is shown in bold instead.
  var bold: (text: String, isBold: Bool) {
    guard case .score(var score) = self else { return (text, false) }
    let isBold = score.isWinner || score.isBest
    (score.isWinner, score.isBest) = (false, false)
    return (TableValue.score(score).text, isBold)
  }

  static func count(_ value: Int?) -> TableValue { count(value.map(Double.init)) }

  static func count(_ value: Double?) -> TableValue {
    value.map { .number($0, NumberText.count($0)) } ?? .missing
  }

  static func bytes(_ value: Int?) -> TableValue {
    value.map { .number(Double($0), NumberText.bytes($0)) } ?? .missing
  }

  static func seconds(_ value: Double?) -> TableValue {
    value.map { .number($0, NumberText.seconds($0)) } ?? .missing
  }

  static func fixed(_ value: Double?, _ decimals: Int) -> TableValue {
    value.map { .number($0, NumberText.fixed($0, decimals)) } ?? .missing
  }

  /// A cell's test score; what became of it where it has none.
  static func score(_ cell: CellSummary, isWinner: Bool = false) -> TableValue {
    guard let mean = cell.scoreMean, let metric = cell.metric else { return .text(cell.outcome) }
    return .score(
      Score(
        mean: mean, deviation: cell.scoreDeviation, n: cell.n, metric: metric, isWinner: isWinner))
  }
}
