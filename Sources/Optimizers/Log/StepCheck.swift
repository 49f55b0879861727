import Tensors
import Vocabulary

extension Iterate {
  /// Looks whether the steps of a stored log can be this optimizer's, so that a damaged log is told
  /// before anything is replayed.
  ///
  /// - Throws: `.invalid` with the first step that cannot be.
  public func check(_ log: StepLog) throws(InputProblem) {
    guard optimizer.isReplayable else {
      throw InputProblem(at: "step log", "is of an optimizer whose steps can be in no log")
    }
    for (step, estimate) in log.estimates.enumerated() {
      guard let problem = problem(of: estimate) else { continue }
      throw InputProblem(
        at: "step log, step \(step)", "\(problem); the log is damaged or of another run")
    }
  }

  private func problem(of estimate: Estimate) -> String? {
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
    for (other, estimate) in zip(beside, estimate.beside) {
      if let problem = other.problem(of: estimate) { return problem }
    }
    return nil
  }
}
