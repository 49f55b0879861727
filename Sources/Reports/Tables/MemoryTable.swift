import Vocabulary

/// Bytes by account at the moment of the training peak, by optimizer.
struct MemoryTable {
  /// Of one model, task and scheme.
  var cells: [CellResults]

  init(_ cells: [CellResults]) { self.cells = cells }

  var table: ReportTable {
    let accounts = Account.summed.map { ReportTable.Column.number($0.title) }
    let table = ReportTable(
      id: "memory", title: title,
      columns: [.text("optimizer"), .number("peak"), .number("of least")] + accounts
        + [.number("eval peak")],
      rows: zip(CellLabels(cells).labels, cells).map(row), notes: notes)
    return table.withoutEmptyColumns()
  }

  /// The measurement with the largest peak, over the seeds.
  static func largest(_ cell: CellResults) -> MemoryComparison? {
    cell.chosenTrials.map(\.training).max { $0.measured.peakBytes < $1.measured.peakBytes }
  }

  private func row(_ label: String, _ cell: CellResults) -> [TableValue] {
    let least = cells.compactMap(\.summary.peakBytes).filter { $0 > 0 }.min()
    let atPeak = Self.largest(cell)?.measured.atPeak
    let ratio = cell.summary.peakBytes.flatMap { peak in
      least.map { Double(peak) / Double($0) }
    }
    return [
      .text(label), .bytes(cell.summary.peakBytes),
      ratio.map { .number($0, NumberText.fixed($0, 2) + "×") } ?? .missing,
    ] + Account.summed.map { .bytes(atPeak?[$0]) } + [.bytes(cell.summary.evaluationPeakBytes)]
  }

  private var title: String {
    guard let cell = cells.first?.summary else { return "" }
    return PlainText.oneLine("\(cell.model) / \(cell.task) / \(cell.scheme): memory in training")
  }

  private var notes: [String] {
    let known = cells.compactMap(\.summary.isForecastExact)
    let exact = known.count { $0 }
    return [
      "Accounts at the moment of the joint peak of the chosen trial, over the seeds the largest.",
      "Forecast = measured in \(exact) of \(known.count) cells.",
    ]
  }
}

extension Account {
  /// As a table's head says it.
  var title: String { self == .optimizerState ? "state" : rawValue }
}
