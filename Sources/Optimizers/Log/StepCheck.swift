import Tensors
import Vocabulary

extension Iterate {
  /// Looks whether the steps of a stored log can be this optimizer's, so that a damaged log is told
  /// before anything is replayed.
  ///
  /// - Throws: `.invalid` with the first step that cannot be.
  package func check(_ log: StepLog) throws(InputProblem) {
    guard optimizer.isReplayable else {
      throw InputProblem(at: "step log", "is of an optimizer whose steps can be in no log")
    }
    for (step, estimate) in log.estimates.enumerated() {
      let moment = Moment(step: step + 1, horizon: horizon, data: data)
      guard let problem = problem(of: estimate, moment, log.key(step: step)) else { continue }
      throw InputProblem(
        at: "step log, step \(step)", "\(problem); the log is damaged or of another run")
    }
  }

  private func problem(of estimate: Estimate, _ moment: Moment, _ key: RandomKey) -> String? {
    let parts = 0...space.partCount
    let terms = (estimate.terms ?? []) + estimate.shift
    if let strange = terms.first(where: { !parts.contains($0.part) }) {
      return "acts on part \(strange.part) of \(space.partCount)"
    }
    if !hasAnchor, terms.contains(where: { $0.key == Anchor.key }) {
      return "follows a way travelled that is not kept"
    }
    guard estimate.beside.count == beside.count else {
      return "has \(estimate.beside.count) estimates beside it where there are \(beside.count)"
    }
    guard remembers(estimate, moment, key) else {
      return "has \(terms.count) terms, from which this optimizer learns otherwise"
    }
    for (number, other) in beside.enumerated() {
      let key = Self.key(beside: number, key)
      if let problem = other.problem(of: estimate.beside[number], moment, key) { return problem }
    }
    return nil
  }

  /// Whether what an estimator keeps of the estimate has the room that it has.
  private func remembers(_ estimate: Estimate, _ moment: Moment, _ key: RandomKey) -> Bool {
    guard let estimator = optimizer.source.estimator, plan.memory > 0 else { return true }
    var step = ProbeStep(
      key: key, moment: moment, parts: space.partCount,
      memory: Array(repeating: 0, count: plan.memory))
    step.elements = space.count
    // Their values do not matter for how much is kept.
    let parts = Array(repeating: Float(1), count: space.partCount)
    if estimator.wantsLengths { step.lengths = parts }
    if estimator.wantsTravel(at: moment) { step.travelled = parts }
    return estimator.learn(from: estimate, step).count == plan.memory
  }
}
