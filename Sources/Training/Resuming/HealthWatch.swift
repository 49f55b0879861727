import Optimizers
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
