import Statistics
import Vocabulary

/// What of schemes × optimizers fits a memory, and how it was measured to do.
package struct Advice: Sendable {
  /// A scheme with an optimizer at a storage format, forecast for the model that is asked about.
  package struct Option: Hashable, Sendable {
    package var scheme: String
    package var optimizer: String
    package var weights: StorageFormat
    /// The larger peak of training and evaluation, divided for the memory where that helps.
    package var bytes: Int
    /// The same without turns, and in the smallest turns that there are, whatever the memory.
    package var wholeBytes: Int
    package var leastBytes: Int
    /// Forward passes of a step; a backward pass counts as two.
    package var passes: Double
    /// Whether its steps take a gradient and nothing else.
    package var isFirstOrder: Bool
    /// How it is divided to fit; nil when it is whole.
    package var division: Division?

    /// - Parameter extremes: the bytes without turns and in the smallest; nil where there are none.
    package init(
      scheme: String, optimizer: String, weights: StorageFormat, bytes: Int,
      extremes: (whole: Int, least: Int)? = nil, passes: Double, isFirstOrder: Bool = false,
      division: Division? = nil
    ) {
      self.scheme = scheme
      self.optimizer = optimizer
      self.weights = weights
      self.bytes = bytes
      wholeBytes = extremes?.whole ?? bytes
      leastBytes = extremes?.least ?? bytes
      self.passes = passes
      self.isFirstOrder = isFirstOrder
      self.division = division
    }
  }

  /// An option with what was measured of it.
  struct Row: Sendable {
    var option: Option
    var fits: Bool
    var measured: MeasuredChoice?
    /// No other option that fits needs less memory, is as accurate and as quick.
    var isOnFront = false
  }

  package var model: String
  package var task: String
  package var memory: Int
  let rows: [Row]

  /// - Parameters:
  ///   - results: stored runs; those of `task` are used.
  ///   - transfers: whether scores of other models are shown where `model` has none.
  package init(
    model: String, task: String, memory: Int, options: [Option], results: [RunResult],
    transfers: Bool = false
  ) {
    self.model = model
    self.task = task
    self.memory = memory
    let onTask = results.filter { $0.cell.cell.task.name == task }
    let groups = Dictionary(grouping: onTask) { Self.key(of: $0.cell.cell) }
    var rows = options.map { option in
      Row(
        option: option, fits: option.bytes <= memory,
        measured: MeasuredChoice(
          groups[Self.key(of: option)] ?? [], on: model, transfers: transfers))
    }
    for index in rows.indices { rows[index].isOnFront = Self.isOnFront(rows[index], of: rows) }
    self.rows = rows.sorted { Self.rank($0) < Self.rank($1) }
  }

  private static func key(of cell: Cell) -> [String] {
    [cell.scheme.name, cell.optimizer.name, cell.run.weights.rawValue]
  }

  private static func key(of option: Option) -> [String] {
    [option.scheme, option.optimizer, option.weights.rawValue]
  }

  private static func isOnFront(_ row: Row, of rows: [Row]) -> Bool {
    guard row.fits, let own = row.measured else { return false }
    return !rows.contains { other in
      guard other.fits, let theirs = other.measured else { return false }
      let isNoWorse =
        other.option.bytes <= row.option.bytes && theirs.score >= own.score
        && theirs.wait <= own.wait
      let isBetter =
        other.option.bytes < row.option.bytes || theirs.score > own.score
        || theirs.wait < own.wait
      return isNoWorse && isBetter
    }
  }

  /// Of what fits, the row of the best measured score.
  var mostAccurate: Row? {
    rows.filter { $0.fits && $0.measured != nil }
      .max { ($0.measured?.score ?? 0) < ($1.measured?.score ?? 0) }
  }

  /// The row that needs the least memory without turns.
  var smallestWhole: Row? { rows.min { $0.option.wholeBytes < $1.option.wholeBytes } }

  /// The row that needs the least memory in the smallest turns that there are.
  var smallest: Row? { rows.min { $0.option.leastBytes < $1.option.leastBytes } }

  /// Of what fits, the rows with the fewest passes per step, the least memory first.
  var cheapest: [Row] {
    let fitting = rows.filter(\.fits)
    let fewest = fitting.map(\.option.passes).min()
    return fitting.filter { $0.option.passes == fewest }
      .sorted { $0.option.bytes < $1.option.bytes }
  }

  /// Of what fits and takes gradients alone, the row with the fewest passes, then the least memory.
  var cheapestFirstOrder: Row? {
    rows.filter { $0.fits && $0.option.isFirstOrder }.min {
      ($0.option.passes, $0.option.bytes) < ($1.option.passes, $1.option.bytes)
    }
  }

  /// What fits first; the accurate first, then the small.
  private static func rank(_ row: Row) -> (Int, Double, Int, Double, String) {
    (
      row.fits ? 0 : 1, -(row.measured?.score ?? -1),
      row.fits ? row.option.bytes : row.option.leastBytes, row.option.passes,
      row.option.scheme + row.option.optimizer
    )
  }
}

/// What a scheme with an optimizer was measured to reach on a task: its best cell on dev.
struct MeasuredChoice: Hashable, Sendable, Encodable {
  /// The model that was fine-tuned, which may be another than the one asked about.
  var model: String
  /// Mean test score over the seeds, 0 to 1.
  var score: Double
  var seeds: Int
  /// Test examples behind each seed's score.
  var examples: Int
  /// Mean seconds of training; nil where they are another model's.
  var seconds: Double?

  /// Seconds where they are known, else no advantage.
  var wait: Double { seconds ?? .infinity }

  /// The best on development data of the completed cells among `runs`, which share scheme and
  /// optimizer.
  ///
  /// - Parameter transfers: whether, without results on `model`, another model's score stands for
  ///   it; its seconds never do.
  init?(_ runs: [RunResult], on model: String, transfers: Bool) {
    let cells = Dictionary(grouping: runs.filter { $0.outcome == .completed }) {
      canonicalJSON($0.cell.cell)
    }
    let candidates = cells.values.compactMap(Candidate.init)
    let own = candidates.filter { $0.choice.model == model }
    guard let best = (own.isEmpty && transfers ? candidates : own).max(by: { $0.dev < $1.dev })
    else { return nil }
    self = best.choice
    if own.isEmpty { seconds = nil }
  }

  private init(model: String, score: Double, seeds: Int, examples: Int, seconds: Double?) {
    self.model = model
    self.score = score
    self.seeds = seeds
    self.examples = examples
    self.seconds = seconds
  }

  private struct Candidate {
    var choice: MeasuredChoice
    var dev: Double

    /// The seeds of one cell.
    init?(_ runs: [RunResult]) {
      let scores = runs.compactMap { run in
        run.test?.metrics[Metric.accuracy.rawValue] ?? run.test?.metrics[Metric.f1.rawValue]
      }
      let trials = runs.compactMap(\.chosenTrial)
      guard let first = runs.first, let score = Moments(scores).mean,
        let dev = Moments(runs.compactMap(\.bestScore)).mean
      else { return nil }
      self.dev = dev
      choice = MeasuredChoice(
        model: first.cell.cell.model.shown, score: score, seeds: scores.count,
        examples: runs.compactMap { $0.test?.examples }.min() ?? 0,
        seconds: Moments(trials.map(\.seconds.training)).mean)
    }
  }
}
