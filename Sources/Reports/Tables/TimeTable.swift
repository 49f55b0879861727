import Statistics
import Vocabulary

/// Time and passes of the chosen trials, by optimizer.
struct TimeTable {
  /// Of one model, task and scheme.
  var cells: [CellResults]

  init(_ cells: [CellResults]) { self.cells = cells }

  var table: ReportTable {
    ReportTable(
      id: "time", title: title,
      columns: [
        .text("optimizer"), .number("steps"), .number("forwards"), .number("backwards"),
        .number("train s"), .number("ms/step"), .number("ms/pass"), .number("tokens/s"),
      ],
      rows: zip(CellLabels(cells).labels, cells).map(row),
      notes: [
        "Means over seeds; only times of one machine and thread count compare. "
          + "A pass is a forward or a backward over a batch."
      ])
  }

  private func row(_ label: String, _ cell: CellResults) -> [TableValue] {
    let trials = cell.chosenTrials
    func mean(_ value: (TrialResult) -> Double) -> Double? {
      Moments(trials.map(value).filter(\.isFinite)).mean
    }
    return [
      .text(label), .count(mean { Double($0.stepsDone) }),
      .count(mean { Double($0.spent.forwards) }), .count(mean { Double($0.spent.backwards) }),
      .seconds(mean { $0.seconds.training }),
      .fixed(mean { 1000 * $0.seconds.training / Double($0.stepsDone) }, 2),
      .fixed(mean { 1000 * $0.seconds.passes / Double($0.spent.forwards + $0.spent.backwards) }, 2),
      .fixed(mean { Double($0.tokens) / $0.seconds.training }, 0),
    ]
  }

  private var title: String {
    guard let cell = cells.first?.summary else { return "" }
    return PlainText.oneLine("\(cell.model) / \(cell.task) / \(cell.scheme): time of training")
  }
}
