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

  /// Groups of rows that are shown unless all are wanted.
  private static let most = 15

  /// Columns that stand beside each other at any width.
  private static let numbers = 8

  package var text: String {
    let shown = shown
    var table = TextTable(columns: [
      ("", .left), ("scheme", .left), ("optimizer", .left), ("weights", .left), ("peak", .right),
      ("passes", .right), ("score %", .right), ("train s", .right), ("measured on", .left),
    ])
    table.rows = shown.map(columns)
    if shown.contains(where: { $0.rows[0].option.division != nil }) {
      table.columns.append(("in turns", .left))
      table.rows = shown.map { columns($0) + [$0.rows[0].option.division.map { "\($0)" } ?? ""] }
    }
    let lines = table.folded(to: width, keeping: Self.numbers).flatMap(\.self)
    let body = shown.isEmpty ? [] : lines + more(than: shown) + [""]
    return
      (TextWrap.fit(heading + verdicts, width: width) + body
      + TextWrap.fit(notes, width: width)).joined(separator: "\n") + "\n"
  }

  /// The first groups of what fits, with the method that all know and the cheapest of first order
  /// among them; or every row.
  private var shown: [AdviceGroup] {
    guard !showsAll else { return advice.rows.map { AdviceGroup($0) } }
    let groups = AdviceGroup.groups(advice.rows.filter(\.fits))
    func place(_ isMeant: (Advice.Option) -> Bool) -> Int? {
      groups.firstIndex { $0.rows.contains { isMeant($0.option) } }
    }
    let firstOrder = advice.cheapestFirstOrder?.option
    var places = Set(
      [place { $0.optimizer == NameGroup.bestKnown }, place { $0 == firstOrder }]
        .compactMap(\.self))
    for index in groups.indices where places.count < Self.most { places.insert(index) }
    return places.sorted().map { groups[$0] }
  }

  /// What `--all` has beside the groups that are shown.
  private func more(than shown: [AdviceGroup]) -> [String] {
    guard !showsAll else { return [] }
    let rest = advice.rows.count(where: \.fits) - shown.reduce(0) { $0 + $1.rows.count }
    if rest > 0 { return ["\(rest) more fit; --all shows every way."] }
    return shown.contains { $0.rows.count > 1 } ? ["--all shows every way by itself."] : []
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
    guard !advice.cheapest.isEmpty else {
      return ["The smallest way, \(name(smallest)), needs \(least(of: smallest.option)).", ""]
    }
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
      fewestPasses, leastMemory, "",
    ]
  }

  /// With the names of all optimizers that have as few.
  private var fewestPasses: String {
    let rows = advice.cheapest
    let optimizers = rows.map(\.option.optimizer)
      .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let names = rows.count == 1 ? rows.map(name) : optimizers
    return "Fewest passes per step, \(NumberText.count(rows.first?.option.passes)): "
      + NameGroup.beginning(names) + "."
  }

  /// The same for every memory that is asked about.
  private var leastMemory: String {
    guard let whole = advice.smallestWhole, let least = advice.smallest else { return "" }
    let undivided =
      "Least memory without turns: \(name(whole)), \(NumberText.bytes(whole.option.wholeBytes))"
    guard least.option.leastBytes < whole.option.wholeBytes else { return undivided + "." }
    return undivided + "; in turns, \(name(least)) needs "
      + NumberText.bytes(least.option.leastBytes) + "."
  }

  /// What something that does not fit needs.
  private func least(of option: Advice.Option) -> String {
    let undivided = NumberText.bytes(option.wholeBytes)
    guard option.leastBytes < option.wholeBytes else { return undivided }
    return "at least \(NumberText.bytes(option.leastBytes)) in the smallest turns "
      + "(\(undivided) undivided)"
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

  private func columns(_ group: AdviceGroup) -> [String] {
    let row = group.rows[0]
    let mark = row.isOnFront ? "*" : row.fits ? "" : "-"
    return [
      mark, row.option.scheme, group.name, row.option.weights.rawValue,
      NumberText.bytes(row.option.bytes), group.passes,
      row.measured.map { NumberText.fixed(100 * $0.score, 1) } ?? NumberText.missing,
      NumberText.seconds(row.measured?.seconds),
      row.measured.map { Self.source(of: $0) } ?? "",
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
      var forecastBytes, undividedBytes, leastBytes: Int
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
          forecastBytes: row.option.bytes, undividedBytes: row.option.wholeBytes,
          leastBytes: row.option.leastBytes,
          residentBytes: overhead?.residentBytes(forecast: row.option.bytes),
          passesPerStep: row.option.passes, fits: row.fits,
          isOnParetoFront: row.isOnFront, division: row.option.division, measured: row.measured)
      }
    }
  }
}
