import Optimizers
import Tensors
import Vocabulary

extension Trial {
  /// Looks at a step that was made; at some, also at the weights.
  func examine(_ estimate: Estimate) {
    if let finding = health.follow(estimate.largestSlope) { note(finding) }
    if let finding = Health.constant(result.curve) { note(finding) }
    if iterate.measures { for finding in iterate.inspect() { note(finding) } }
  }

  /// Records a finding, the first of its kind.
  func note(_ finding: HealthFinding) {
    guard !result.findings.contains(where: { $0.kind == finding.kind }) else { return }
    var finding = finding
    finding.step = result.stepsDone
    result.findings.append(finding)
    notify(.found(finding))
  }
}
