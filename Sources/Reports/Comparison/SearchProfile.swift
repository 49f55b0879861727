import Foundation
import Statistics
import Vocabulary

/// How a cell's searches went: what each rate gained of the development loss.
struct SearchProfile {
  /// A rate, and the share of the development loss between zero-shot and fo-adam that it closed.
  struct Try: Hashable {
    var rate: Double
    /// 0 for what failed, or ended worse than it began.
    var closed: Double
  }

  /// Ascending rates.
  let tries: [Try]
  private static let setting = "learningRate"
  /// Rates that gain this share of what the best one does are as good as it.
  static let plateau = 0.9

  /// Nil for a cell that searched no rate, or a block without zero-shot or fo-adam.
  init?(_ cell: CellResults, in block: Blocks.Block, of all: [Blocks.Block]) {
    guard let gap = Self.gap(block, all) else { return nil }
    let later = Set((cell.cell.then ?? [:]).keys)
    let trials = cell.searched.flatMap(\.trials).filter { trial in
      trial.point[Self.setting] != nil && later.isDisjoint(with: trial.point.keys)
    }
    let criterion = cell.cell.run.selectBy
    func closed(_ trial: TrialResult) -> Double {
      guard trial.outcome == .completed, let loss = trial.best(by: criterion)?.loss else {
        return 0
      }
      return max(0, (gap.from - loss) / (gap.from - gap.to))
    }
    // Of a product, the rates at the best of the other settings.
    func others(_ trial: TrialResult) -> [String: SettingValue] {
      trial.point.filter { $0.key != Self.setting }
    }
    let best = trials.max { closed($0) < closed($1) }.map(others)
    let groups = Dictionary(grouping: trials.filter { others($0) == best }) { trial in
      trial.point[Self.setting]?.magnitude ?? 0
    }
    tries = groups.map { Try(rate: $0, closed: Moments($1.map(closed)).mean ?? 0) }
      .sorted { $0.rate < $1.rate }
    if tries.count < 2 { return nil }
  }

  /// The development losses of zero-shot and fo-adam.
  private static func gap(
    _ block: Blocks.Block, _ all: [Blocks.Block]
  ) -> (from: Double, to: Double)? {
    let start = all.first {
      $0.model == block.model && $0.task == block.task && $0.scheme == LossGap.start
    }?.cells.values.first
    let losses = (start?.chosenTrials ?? []).compactMap { $0.dev.first?.loss }
    guard let from = Moments(losses).mean,
      let to = block.cells[LossGap.end].flatMap(LossPath.init)?.end.loss, from > to
    else { return nil }
    return (from, to)
  }

  /// Over how many powers of ten of the rate the gain stays near the best; nil where nothing was
  /// gained.
  var width: (decades: Double, isAtEdge: Bool)? {
    guard let best = tries.indices.max(by: { tries[$0].closed < tries[$1].closed }),
      tries[best].closed > 0
    else { return nil }
    func isGood(_ index: Int) -> Bool {
      tries[index].closed >= Self.plateau * tries[best].closed
    }
    var (low, high) = (best, best)
    while low > 0, isGood(low - 1) { low -= 1 }
    while high < tries.count - 1, isGood(high + 1) { high += 1 }
    return (
      log10(tries[high].rate / tries[low].rate), low == 0 || high == tries.count - 1
    )
  }

  /// What the best of so many rates, drawn at random from those that were tried, is worth.
  func expectedBest(of draws: Int) -> Double? {
    ExpectedBest.of(tries.map(\.closed), draws: draws)
  }
}
