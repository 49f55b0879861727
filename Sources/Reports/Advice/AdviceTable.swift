import Vocabulary

/// Advice for people and for machines.
package struct AdviceTable: Sendable {
  package var advice: Advice
  /// Whether what does not fit is shown too.
  package var showsAll: Bool
  /// What a process takes beside the forecast; nil is not said.
  package var overhead: ResidentOverhead?
  /// Columns of the terminal; nil where no lines are broken.
  package var width: Int?

  package init(
    _ advice: Advice, showsAll: Bool = false, overhead: ResidentOverhead? = nil, width: Int? = nil
  ) {
    self.width = width
    self.advice = advice
    self.showsAll = showsAll
    self.overhead = overhead
  }

  /// Rows that are shown unless all are wanted.
  private static let most = 15

  /// Columns that stand beside each other at any width.
  private static let numbers = 8

  package var text: String {
    let fitting = advice.rows.filter(\.fits)
    let shown = showsAll ? advice.rows : Array(fitting.prefix(Self.most))
    var table = TextTable(columns: [
      ("", .left), ("scheme", .left), ("optimizer", .left), ("weights", .left), ("peak", .right),
      ("passes", .right), ("score %", .right), ("train s", .right), ("measured on", .left),
    ])
    table.rows = shown.map(columns)
    if shown.contains(where: { $0.option.division != nil }) {
      table.columns.append(("in turns", .left))
      table.rows = shown.map { columns($0) + [$0.option.division.map { "\($0)" } ?? ""] }
    }
    let rest = showsAll ? 0 : fitting.count - shown.count
    let more = rest > 0 ? ["\(rest) more fit; --all shows every way."] : []
    let lines = table.folded(to: width, keeping: Self.numbers).flatMap(\.self)
    let body = shown.isEmpty ? [] : lines + more + [""]
    return
      (TextWrap.fit(heading + verdicts, width: width) + body
      + TextWrap.fit(notes, width: width)).joined(separator: "\n") + "\n"
  }

  private var heading: [String] {
    let fitting = advice.rows.count(where: \.fits)
    return [
      "\(PlainText.oneLine(advice.model)) on \(PlainText.oneLine(advice.task)) in "
        + "\(NumberText.bytes(advice.memory)): \(fitting) of \(advice.rows.count) ways fit.", "",
    ]
  }

  /// The answers in sentences.
  private var verdicts: [String] {
    guard let smallest = advice.smallest else { return ["No scheme and optimizer go together."] }
    let least = "\(name(smallest)), needs \(NumberText.bytes(smallest.option.bytes))"
    guard let cheapest = advice.cheapest else { return ["The smallest way, \(least).", ""] }
    let accurate = advice.mostAccurate.flatMap { row in
      row.measured.map { measured in
        "Most accurate of what fits: \(name(row)), "
          + "\(NumberText.fixed(100 * measured.score, 1)) % "
          + (measured.model == advice.model ? "as measured." : "on \(measured.model), not here.")
      }
    }
    return [
      accurate
        ?? "Most accurate of what fits: not known; no run of this model on this task is stored.",
      "Fewest passes per step: \(name(cheapest)), \(NumberText.count(cheapest.option.passes)).",
      "Least memory: \(least).", "",
    ]
  }

  private func name(_ row: Advice.Row) -> String {
    "\(row.option.optimizer) with \(row.option.scheme) in \(row.option.weights)"
  }

  private var notes: [String] {
    let front =
      advice.rows.contains(where: \.isOnFront)
      ? ["* Pareto-optimal in memory, accuracy and time, as measured."] : []
    let transferred = advice.rows.contains { row in
      row.measured.map { $0.model != advice.model } ?? false
    }
    return front
      + (transferred
        ? ["Scores of other models order methods at best; they are no forecast for this one."] : [])
      + [
        "The peak is the tensor memory of zobench on a CPU over training and evaluation,",
        "forecast exactly; another program, for example PyTorch on a GPU, needs another amount.",
      ]
      + (overhead.map {
        [
          "A process takes \(NumberText.bytes($0.bytes)) more (code, SQLite), give or take "
            + "\(NumberText.bytes(ResidentOverhead.error))."
        ]
      } ?? []) + [
        "Passes are forward passes per step; a backward pass counts as two."
      ]
  }

  private func columns(_ row: Advice.Row) -> [String] {
    let mark = row.isOnFront ? "*" : row.fits ? "" : "-"
    return [
      mark, row.option.scheme, row.option.optimizer, row.option.weights.rawValue,
      NumberText.bytes(row.option.bytes), NumberText.count(row.option.passes),
      row.measured.map { NumberText.fixed(100 * $0.score, 1) } ?? NumberText.missing,
      NumberText.seconds(row.measured?.seconds),
      row.measured.map { Self.source(of: $0) }
        ?? "",
    ]
  }

  private static func source(of choice: MeasuredChoice) -> String {
    let seeds = choice.seeds == 1 ? "1 seed" : "\(choice.seeds) seeds"
    return "\(PlainText.oneLine(choice.model)) (\(seeds), \(choice.examples) test examples)"
  }

  package var json: String { PrettyJSON.text(Document(advice, overhead)) }

  private struct Document: Encodable {
    struct Way: Encodable {
      var scheme, optimizer: String
      var weights: StorageFormat
      var forecastBytes: Int
      var residentBytes: Int?
      var passesPerStep: Double
      var fits, isOnParetoFront: Bool
      var division: Division?
      var measured: MeasuredChoice?
    }

    var schema = "zobench.advice/1"
    var model, task: String
    var memoryBytes: Int
    var residentErrorBytes: Int?
    var ways: [Way]

    init(_ advice: Advice, _ overhead: ResidentOverhead?) {
      model = advice.model
      task = advice.task
      memoryBytes = advice.memory
      residentErrorBytes = overhead == nil ? nil : ResidentOverhead.error
      ways = advice.rows.map { row in
        Way(
          scheme: row.option.scheme, optimizer: row.option.optimizer, weights: row.option.weights,
          forecastBytes: row.option.bytes,
          residentBytes: overhead?.residentBytes(forecast: row.option.bytes),
          passesPerStep: row.option.passes, fits: row.fits,
          isOnParetoFront: row.isOnFront, division: row.option.division, measured: row.measured)
      }
    }
  }
}
