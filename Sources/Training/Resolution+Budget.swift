import Optimizers
import Schemes
import Vocabulary

/// Steps from a budget of forward passes, so that methods of any cost are compared at the same one.
extension Resolution {
  /// The steps that `forwards` pays for; nil when the run says how many there are.
  ///
  /// - Throws: a budget without a step, or one that buys other numbers at other points of a search.
  func affordableSteps() throws(InputProblem) -> Int? {
    let budget = cell.run.forwards
    guard budget > 0, scheme.learning.usesOptimizer else { return nil }
    var all: Set<Int> = []
    for point in cell.points {
      let rest = budget - (try calibrationCost(at: point).passes)
      all.insert(rest > 0 ? steps(try suited(at: point).passes, within: rest) : 0)
    }
    guard let steps = all.first, all.count == 1 else {
      throw InputProblem(
        at: "\(cell.name), forwards",
        "\(budget) passes are \(all.sorted()) steps at the points of 'tune'; "
          + "search settings that leave the cost of a step as it is, or write separate optimizers")
    }
    guard steps > 0 else {
      throw InputProblem(at: "\(cell.name), forwards", "\(budget) passes do not pay for one step")
    }
    return steps
  }

  /// Passes from which a relative rate is made a number, if that is at least one step.
  private static let calibrationPasses = 20

  /// The steps of a calibration; none where the rate at the point is a number.
  func calibrationSteps(at point: [String: SettingValue]) throws(InputProblem) -> Int {
    guard hasRelativeRate(at: point) else { return 0 }
    return max(1, steps(try suited(at: point.uncalibrated).passes, within: Self.calibrationPasses))
  }

  /// What the calibration of a trial costs.
  func calibrationCost(at point: [String: SettingValue]) throws(InputProblem) -> StepCost {
    let steps = try calibrationSteps(at: point)
    guard steps > 0 else { return StepCost() }
    let data = DataPass(examples: cell.run.train, batch: cell.run.batch)
    return try suited(at: point.uncalibrated).passes.cost(ofRun: steps, data: data)
  }

  private func hasRelativeRate(at point: [String: SettingValue]) -> Bool {
    let rate = point["learningRate"] ?? cell.optimizer.settings["learningRate"]
    return rate.flatMap(RelativeRate.init) != nil
  }

  /// The optimizer's rate where nobody says one.
  var defaultRate: Double {
    let entry = OptimizerCatalog.descriptions.first { $0.name == cell.optimizer.name }
    return entry?.defaults["learningRate"].flatMap(Double.init(setting:)) ?? 1
  }

  /// The most steps whose passes, forward and backward, fit the budget.
  private func steps(_ count: PassCount, within budget: Int) -> Int {
    // What the run asks for; a data set with fewer examples has shorter epochs.
    let data = DataPass(examples: cell.run.train, batch: cell.run.batch)
    var (least, most) = (0, budget)
    while least < most {
      let middle = most - (most - least) / 2
      let cost = count.cost(ofRun: middle, data: data)
      if cost.passes <= budget { least = middle } else { most = middle - 1 }
    }
    return least
  }
}
