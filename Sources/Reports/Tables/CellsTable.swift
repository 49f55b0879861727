/// Every cell in a row, as the default report has it.
struct CellsTable {
  var set: ResultSet

  init(_ set: ResultSet) { self.set = set }

  var table: ReportTable {
    ReportTable(
      id: "cells", title: "Cells",
      columns: [
        .text("model"), .text("task"), .text("scheme"), .text("optimizer"), .text("settings"),
        .number("score %"), .number("n"), .text("seeds"), .number("train s"), .number("forwards"),
        .number("peak"), .number("forecast"), .number("eval peak"), .text("outcome"),
      ],
      rows: set.cells.map(row), notes: Footer(set).lines)
  }

  private func row(_ cell: CellSummary) -> [TableValue] {
    let names = [cell.model, cell.task, cell.scheme, cell.optimizer].map(TableValue.text)
    return names + [
      .text(PlainText.settings(cell.settings)),
      cell.accuracyMean == nil ? .missing : .score(cell), .count(cell.n),
      .text(PlainText.seeds(cell.seeds)), .seconds(cell.wallSeconds), .count(cell.forwardPasses),
      .bytes(cell.peakBytes), .bytes(cell.forecastBytes), .bytes(cell.evaluationPeakBytes),
      .text(cell.outcome),
    ]
  }
}
