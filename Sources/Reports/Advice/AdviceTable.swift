import Vocabulary

/// Advice for people and for machines.
package struct AdviceTable: Sendable {
  package var advice: Advice
  /// Whether what does not fit is shown too.
  package var showsAll: Bool

  package init(_ advice: Advice, showsAll: Bool = false) {
    self.advice = advice
    self.showsAll = showsAll
  }

  package var text: String {
    let shown = showsAll ? advice.rows : advice.rows.filter(\.fits)
    var table = TextTable(columns: [
      ("", .left), ("scheme", .left), ("optimizer", .left), ("weights", .left), ("peak", .right),
      ("passes", .right), ("score %", .right), ("train s", .right), ("measured on", .left),
    ])
    table.rows = shown.map(columns)
    return (heading + (shown.isEmpty ? [] : table.lines + [""]) + notes).joined(separator: "\n")
      + "\n"
  }

  private var heading: [String] {
    let fitting = advice.rows.count(where: \.fits)
    return [
      "\(PlainText.oneLine(advice.model)) on \(PlainText.oneLine(advice.task)) in "
        + "\(NumberText.bytes(advice.memory)): \(fitting) of \(advice.rows.count) ways fit.", "",
    ]
  }

  private var notes: [String] {
    guard let least = advice.rows.map(\.option.bytes).min() else { return ["Nothing was asked."] }
    var notes: [String] = []
    if !advice.rows.contains(where: \.fits) {
      notes.append("The smallest needs \(NumberText.bytes(least)).")
    }
    if advice.rows.contains(where: \.isOnFront) {
      notes.append(
        "* no other way that fits needs as little, is as accurate and as quick (as measured).")
    } else {
      notes.append(
        "Nothing of this was measured on \(advice.task): run a grid, and name its --db.")
    }
    notes.append(
      "peak is forecast for the whole of training and evaluation; passes are forward passes of "
        + "a step.")
    return notes
  }

  private func columns(_ row: Advice.Row) -> [String] {
    let mark = row.isOnFront ? "*" : row.fits ? "" : "-"
    return [
      mark, row.option.scheme, row.option.optimizer, row.option.weights,
      NumberText.bytes(row.option.bytes), NumberText.count(row.option.passes),
      row.measured.map { NumberText.fixed(100 * $0.score, 1) } ?? NumberText.missing,
      NumberText.seconds(row.measured?.seconds),
      row.measured.map { "\(PlainText.oneLine($0.model)) (\($0.seeds) seeds, \($0.examples))" }
        ?? "",
    ]
  }

  package var json: String { PrettyJSON.text(Document(advice)) }

  private struct Document: Encodable {
    struct Way: Encodable {
      var scheme, optimizer, weights: String
      var forecastBytes: Int
      var passesPerStep: Double
      var fits, isOnParetoFront: Bool
      var measured: MeasuredChoice?
    }

    var schema = "zobench.advice/1"
    var model, task: String
    var memoryBytes: Int
    var ways: [Way]

    init(_ advice: Advice) {
      model = advice.model
      task = advice.task
      memoryBytes = advice.memory
      ways = advice.rows.map { row in
        Way(
          scheme: row.option.scheme, optimizer: row.option.optimizer, weights: row.option.weights,
          forecastBytes: row.option.bytes, passesPerStep: row.option.passes, fits: row.fits,
          isOnParetoFront: row.isOnFront, measured: row.measured)
      }
    }
  }
}
