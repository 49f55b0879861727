/// A table for READMEs and issues.
public struct MarkdownReporter: Reporter {
  public static let name = "markdown"

  public init() {}

  private static let columns = [
    "model", "task", "scheme", "optimizer", "settings", "accuracy %", "n", "seeds",
    "train s", "forwards", "peak", "forecast", "eval peak", "outcome",
  ]
  private static let numeric: Set = [
    "accuracy %", "n", "train s", "forwards", "peak", "forecast", "eval peak",
  ]

  public func render(_ set: ResultSet) -> String {
    let rule = Self.columns.map { Self.numeric.contains($0) ? "---:" : "---" }
    let rows = [Self.columns, rule] + set.cells.map { row($0).map(escaped) }
    let table = rows.map { "| " + $0.joined(separator: " | ") + " |" }
    return (table + [""] + Footer(set).lines.map { "- " + $0 }).joined(separator: "\n") + "\n"
  }

  private func row(_ cell: CellSummary) -> [String] {
    [
      cell.model, cell.task, cell.scheme, cell.optimizer, PlainText.settings(cell.settings),
      NumberText.accuracy(of: cell), "\(cell.n)",
      PlainText.seeds(cell.seeds), NumberText.seconds(cell.wallSeconds),
      NumberText.count(cell.forwardPasses), NumberText.peak(of: cell),
      cell.peakBytes == 0
        ? NumberText.missing : NumberText.forecast(cell.forecastBytes, measured: cell.peakBytes),
      NumberText.bytes(cell.evaluationPeakBytes), cell.outcome,
    ]
  }

  /// A cell that cannot end its cell, its row, or begin markup.
  private func escaped(_ text: String) -> String {
    var safe = ""
    for character in PlainText.oneLine(text) {
      if "\\|`*_<>[]".contains(character) { safe += "\\" }
      safe.append(character)
    }
    return safe
  }
}
