import Statistics
import Vocabulary

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
