import Vocabulary

/// Every cell in a row, as the default report has it.
struct CellsTable {
  var set: ResultSet

  init(_ set: ResultSet) { self.set = set }

  var table: ReportTable {
    ReportTable(
      id: "cells", title: "Cells", columns: Self.columns, rows: set.cells.map(row),
      details: set.cells.map(details), notes: Footer(set).lines)
  }

  private static let columns: [ReportTable.Column] = [
    .text("model", .heading), .text("task", .heading), .text("scheme"), .text("optimizer"),
    .text("settings", .detail), .number("score %", key: "score"), .number("n"),
    .text("seeds", .detail), .number("train s", key: "trainSeconds"), .number("forwards"),
    .number("peak", key: "peakBytes"), .number("forecast", key: "forecastBytes", .detail),
    .number("eval peak", key: "evaluationPeakBytes", .detail), .text("outcome", .detail),
    .text("metric", .machine), .number("testExamples", .machine), .number("trainable", .machine),
    .number("relativeDistance", .machine), .number("changedShare", .machine),
    .text("findings", .machine),
  ]

  private func row(_ cell: CellSummary) -> [TableValue] {
    let names = [cell.model, cell.task, cell.scheme, cell.optimizer].map(TableValue.text)
    return names + [
      .structured(.map(cell.settings), PlainText.settings(cell.settings)),
      cell.scoreMean == nil ? .missing : .score(cell), .count(cell.n),
      .structured(.list(cell.seeds.map(SettingValue.integer)), PlainText.seeds(cell.seeds)),
      .seconds(cell.wallSeconds), .count(cell.forwardPasses), peak(of: cell),
      forecast(of: cell), .bytes(cell.evaluationPeakBytes), .text(cell.outcome),
      cell.metric.map { .text($0.rawValue) } ?? .missing, .count(cell.testExamples),
      .count(cell.trainable), .fixed(cell.relativeDistance, 6), .fixed(cell.changedShare, 6),
      .structured(.list(cell.findings.map(\.value)), ""),
    ]
  }

  private func peak(of cell: CellSummary) -> TableValue {
    cell.peakBytes.map { .number(Double($0), NumberText.peak(of: cell)) } ?? .missing
  }

  private func forecast(of cell: CellSummary) -> TableValue {
    cell.forecastBytes.map { bytes in
      let text = NumberText.forecast(bytes, measured: cell.peakBytes)
      return .number(Double(bytes), cell.peakBytes == 0 ? NumberText.missing : text)
    } ?? .missing
  }

  /// An outcome other than completion, a missed forecast, settings.
  private func details(_ cell: CellSummary) -> [String] {
    var details: [String] = []
    if cell.outcome != Outcome.completed.name { details.append(cell.outcome) }
    if cell.isForecastExact == false {
      let forecast = NumberText.forecast(cell.forecastBytes, measured: cell.peakBytes)
      details.append(
        cell.forecastBytes == cell.peakBytes
          ? "the forecast missed for another seed" : "forecast " + forecast)
    }
    return details + (cell.settings.isEmpty ? [] : [PlainText.settings(cell.settings)])
  }
}

extension CellFinding {
  fileprivate var value: SettingValue {
    .map([
      "kind": .text(kind.rawValue), "seeds": .list(seeds.map(SettingValue.integer)),
      "step": .integer(step), "message": .text(message),
    ])
  }
}
