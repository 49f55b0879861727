import Graphs
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
    if case .flops = cell.run.budget {
      throw InputProblem(
        at: "budget",
        "'forwards' and 'budget' both decide the steps; write 'forwards: 0' beside the budget")
    }
    return try onlySteps("\(budget) passes", of: "forwards") { point throws(InputProblem) in
      let rest = budget - (try calibrationCost(at: point).passes)
      return rest > 0 ? steps(try suited(at: point).passes, within: rest) : 0
    }
  }

  /// The steps that are the same at all points of the search.
  ///
  /// - Throws: a budget without a step, or one that buys other numbers at other points.
  private func onlySteps(
    _ budget: String, of key: String,
    at point: ([String: SettingValue]) throws(InputProblem) -> Int
  ) throws(InputProblem) -> Int {
    var all: Set<Int> = []
    for one in searchedPoints { all.insert(try point(one)) }
    guard let steps = all.first, all.count == 1 else {
      throw InputProblem(
        at: "optimizer \(cell.optimizer.name), \(key)",
        "\(budget) are \(all.sorted()) steps at the points of 'tune'; "
          + "search settings that leave the cost of a step as it is, or write separate optimizers")
    }
    guard steps > 0 else {
      throw InputProblem(
        at: "optimizer \(cell.optimizer.name), \(key)",
        "\(budget) do not pay for one step: \(try leastCost()); raise '\(key)'")
    }
    return steps
  }

  /// What comes before the second step, in words.
  private func leastCost() throws(InputProblem) -> String {
    let point = searchedPoints.first ?? [:]
    let data = DataPass(examples: cell.run.train, batch: cell.run.batch)
    let step = try suited(at: point).passes.cost(ofRun: 1, data: data).passes
    let calibration = try calibrationCost(at: point).passes
    return "its first step takes \(step) passes"
      + (calibration > 0 ? ", the calibration of its rate \(calibration)" : "")
  }

  /// The points of the search, and of each later setting every value beside the first of them.
  private var searchedPoints: [[String: SettingValue]] {
    let first = cell.points.first ?? [:]
    let later = (cell.then ?? [:]).sorted { $0.key < $1.key }.flatMap { name, values in
      values.map { first.merging([name: $0]) { $1 } }
    }
    return cell.points + later
  }

  /// The same cell with as many steps as its budget of operations pays for; itself without one.
  ///
  /// A step is counted at the mean size of a batch, so that all seeds have the same steps.
  func affording(_ sample: SizedSample) throws(InputProblem) -> Resolution {
    guard case .flops(let budget) = cell.run.budget, scheme.learning.usesOptimizer,
      !sample.sample.train.isEmpty
    else { return self }
    let whole = sample.whole
    let text = "\(SettingValue.number(budget)) operations"
    return lasting(
      try onlySteps(text, of: "budget") { point throws(InputProblem) in
        try steps(within: budget, at: point, sample, whole)
      })
  }

  /// The most steps whose operations, with those of a calibration, are within a budget.
  private func steps(
    within budget: Double, at point: [String: SettingValue], _ sample: SizedSample,
    _ whole: Extents
  ) throws(InputProblem) -> Int {
    let suited = try suited(at: point)
    let program = TrainingProgram(self, suited.optimizer, objective, head: sample.head)
    let data = DataPass(examples: sample.sample.train.count, batch: cell.run.batch)
    let epoch = Double(cell.run.batch) / Double(sample.sample.train.count)
    let calibration = Double(try calibrationCost(at: point).passes)
    func flops(_ steps: Int) -> Double {
      let cost = suited.passes.cost(ofRun: steps, data: data)
      let share = 1 + calibration / Double(max(cost.passes, 1))
      return share * Double(steps) * epoch
        * program.flops(suited.optimizer, cost, steps: steps, of: whole)
    }
    var (least, most) = (0, 1)
    while most < Self.mostSteps, flops(most) <= budget { (least, most) = (most, 2 * most) }
    while least + 1 < most {
      let middle = least + (most - least) / 2
      if flops(middle) <= budget { least = middle } else { most = middle }
    }
    return least
  }

  /// Where the search for affordable steps ends.
  private static let mostSteps = 1 << 40

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
