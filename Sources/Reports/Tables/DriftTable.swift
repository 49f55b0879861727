import Statistics
import Vocabulary

/// How far the chosen trials' best weights are from the first, by kind of parameter, and what both
/// score on other tasks.
struct DriftTable {
  /// Of one model, task and scheme.
  private let cells: [CellResults]
  private static let kinds = ["embedding", "matrix", "bias", "scale", "adapter"]

  init(_ cells: [CellResults]) { self.cells = cells }

  var table: ReportTable {
    let table = ReportTable(
      id: "drift", title: title,
      columns: [
        .text("optimizer"), .number("drift %", key: "relativeDistance"),
        .number("changed %", key: "changedShare"),
      ] + Self.kinds.map { .number($0) } + scoreColumns,
      rows: zip(CellLabels(cells).labels, cells).map(row), notes: Self.notes)
    return table.withoutEmptyColumns()
  }

  private func row(_ label: String, _ cell: CellResults) -> [TableValue] {
    let drifts = cell.chosenTrials.compactMap(\.drift)
    let kinds = Self.kinds.map { kind in
      drifts.compactMap { $0.parts.first { $0.kind == kind }?.distance }
    }
    return [
      .text(label), Self.percent(drifts.compactMap(\.relative)),
      Self.percent(drifts.map(\.changedShare)),
    ] + kinds.map { Self.number(Moments($0).mean) }
      + tasks.flatMap { [score(cell, $0, \.before), score(cell, $0, \.after)] }
  }

  private var scoreColumns: [ReportTable.Column] {
    tasks.flatMap { task -> [ReportTable.Column] in
      [.number("\(task) before"), .number("\(task) after")]
    }
  }

  /// The other tasks that some cell was scored on.
  private var tasks: [String] {
    Set(cells.flatMap(\.chosenTrials).flatMap { $0.others ?? [] }.map(\.task)).sorted()
  }

  private func score(
    _ cell: CellResults, _ task: String, _ side: KeyPath<OtherScore, Double>
  ) -> TableValue {
    Self.percent(
      cell.chosenTrials.flatMap { $0.others ?? [] }.filter { $0.task == task }
        .map { $0[keyPath: side] })
  }

  private static func percent(_ shares: [Double]) -> TableValue {
    Moments(shares).mean.map { .number($0, NumberText.magnitude(100 * $0)) } ?? .missing
  }

  private static func number(_ value: Double?) -> TableValue {
    value.map { .number($0, NumberText.magnitude($0)) } ?? .missing
  }

  private var title: String {
    guard let cell = cells.first?.summary else { return "" }
    return PlainText.oneLine("\(cell.model) / \(cell.task) / \(cell.scheme): way from the start")
  }

  private static let notes = [
    "Of the chosen trial's best weights, means over seeds. Drift: the length of the way from the "
      + "first weights over their length; changed: elements with another value than at first; then "
      + "the length of the way by kind of parameter, and the scores in percent of the first and "
      + "the best weights on the development examples of other tasks ('alsoScore')."
  ]
}
