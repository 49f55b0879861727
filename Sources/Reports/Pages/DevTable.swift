import Vocabulary

/// Development scores of the chosen trials, by step and seed.
struct DevTable {
  var cell: CellResults

  init(_ cell: CellResults) { self.cell = cell }

  var table: ReportTable {
    let trials = cell.runs.compactMap { run in run.chosenTrial.map { (run.cell.seed, $0) } }
    let steps = Set(trials.flatMap { $0.1.dev.map(\.step) }).sorted()
    let columns = trials.flatMap { seed, _ in
      [ReportTable.Column.number("seed \(seed) %"), .number("loss \(seed)")]
    }
    let rows = steps.map { step -> [TableValue] in
      let passes = trials.first.map { Double(step) * $0.1.passesPerStep }
      let scores = trials.flatMap { _, trial -> [TableValue] in
        let point = trial.dev.first { $0.step == step }
        let isBest = point != nil && point == trial.best(by: cell.cell.run.selectBy)
        return [
          point.map {
            .number($0.score, NumberText.fixed(100 * $0.score, 1) + (isBest ? " *" : ""))
          }
            ?? .missing,
          .fixed(point?.loss, 3),
        ]
      }
      return [.text("\(step)"), .count(passes)] + scores
    }
    return ReportTable(
      id: "dev", title: "development data",
      columns: [.text("step"), .number("passes")] + columns, rows: rows,
      notes: ["* the weights that were kept. A backward pass counts as two."])
  }
}
