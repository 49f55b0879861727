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
    for point in cell.points { all.insert(steps(try passCount(at: point), within: budget)) }
    let place = "\(cell.name), forwards"
    guard let steps = all.first, all.count == 1 else {
      throw InputProblem(
        at: place,
        "\(budget) passes are \(all.sorted()) steps at the points of 'tune'; "
          + "search settings that leave the cost of a step as it is, or write separate optimizers")
    }
    guard steps > 0 else {
      throw InputProblem(at: place, "\(budget) passes do not pay for one step")
    }
    return steps
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
