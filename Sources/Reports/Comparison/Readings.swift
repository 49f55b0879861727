import Statistics
import Vocabulary

/// What the weights that were best within a budget gave on test data.
struct Reading: Hashable {
  /// In the metric of the run.
  var score: Double?
  var loss: Double?
}

extension RunResult {
  /// By budget, in passes or steps as the run counts; the largest is the run's own.
  ///
  /// Empty for a run without steps, or that did not complete.
  var readings: [Int: Reading] {
    guard let test, outcome == .completed, let horizon else { return [:] }
    let metric = score?.metric
    func reading(_ metrics: [String: Double]) -> Reading {
      Reading(
        score: metric.flatMap { metrics[$0.rawValue] },
        loss: metrics[Metric.loss.rawValue].flatMap { $0.isFinite ? $0 : nil })
    }
    let own = test.readOuts.map { ($0.budget, reading($0.metrics)) }
    return Dictionary(own + [(horizon, reading(test.metrics))], uniquingKeysWith: { $1 })
  }
}

extension RunResult {
  /// The whole budget in the unit of `readOut`: passes where these are given, else the steps that
  /// were made; nil where none are.
  private var horizon: Int? {
    let run = cell.cell.run
    let whole = run.forwards > 0 ? run.forwards : chosenTrial?.stepsDone ?? 0
    return whole > 0 ? whole : nil
  }
}

extension CellResults {
  /// By budget, what every completed seed gave, in the order of the seeds.
  var readings: [Int: [Reading]] {
    let seeds = runs.map(\.readings).filter { !$0.isEmpty }
    // Grouping keeps the order.
    let all = Dictionary(grouping: seeds.joined(), by: \.key).mapValues { $0.map(\.value) }
    return all.filter { $0.value.count == seeds.count }
  }

  /// Whether it was read out at a smaller budget than its own.
  var isReadOut: Bool { readings.count > 1 }

  /// The test losses of the seeds within a budget; nil where a seed has none.
  func losses(within budget: Int) -> [Double]? {
    guard let seeds = readings[budget] else { return nil }
    let losses = seeds.compactMap(\.loss)
    return losses.count == seeds.count ? losses : nil
  }

  /// The test score within a budget, over the seeds.
  func score(within budget: Int) -> TableValue {
    let scores = Moments((readings[budget] ?? []).compactMap(\.score))
    guard let mean = scores.mean, let metric = summary.metric else { return .missing }
    return .score(
      TableValue.Score(
        mean: mean, deviation: scores.standardDeviation, n: scores.count, metric: metric))
  }
}
