import Optimizers
import Tensors
import Vocabulary

/// Follows the slopes of a trial and notices when they explode.
struct HealthWatch {
  /// |c| of every step so far; the largest where a step has several.
  private(set) var slopes: [Float] = []
  /// Their median, taken after 20, 40, 80, … steps.
  private var typical: Float = 0

  init() {}

  /// - Parameter slopes: those of the steps that were made before.
  init(after slopes: [Float]) {
    for slope in slopes { _ = follow(slope) }
  }

  /// Enters a step.
  mutating func follow(_ slope: Float) -> HealthFinding? {
    let finding = Health.slope(slope, typical: typical)
    slopes.append(slope)
    let (count, rest) = slopes.count.quotientAndRemainder(dividingBy: 20)
    if rest == 0, count & (count - 1) == 0 { typical = slopes.sorted()[slopes.count / 2] }
    return finding
  }
}

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
