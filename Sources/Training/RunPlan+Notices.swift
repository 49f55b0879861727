import Optimizers
import Schemes
import Vocabulary

/// What a run does otherwise than its settings say, because of its data: findings of every trial.
extension RunPlan {
  var notices: [HealthFinding] {
    [cutTexts, fewExamples, largeBatch, equivalentMethod].compactMap { $0 }
  }

  private var cutTexts: HealthFinding? {
    let counts = Split.allCases.compactMap { split in
      sample.cut[split].flatMap { $0 > 0 ? "\($0) of \(split.rawValue)" : nil }
    }
    guard !counts.isEmpty else { return nil }
    return HealthFinding(
      .cutTexts,
      "texts of " + counts.joined(separator: ", ") + " are longer than maxLength "
        + "\(resolution.maxLength) and lost tokens; raise maxLength if the model has the positions")
  }

  /// A k-shot sample has its own sizes.
  private var fewExamples: HealthFinding? {
    let asked = [("train", run.train, sample.train.count), ("dev", run.dev, sample.dev.count)]
    let short = asked.filter { $0.2 < $0.1 }.map {
      "\($0.0) has \($0.2) examples instead of \($0.1)"
    }
    guard !short.isEmpty, !sample.isGivenShots else { return nil }
    return HealthFinding(
      .fewExamples, short.joined(separator: ", ") + ": the data has no more")
  }

  /// A method whose own idea needs a longer run is no method of its own in this one.
  private var equivalentMethod: HealthFinding? {
    guard resolution.scheme.learning == .steps,
      let optimizer = try? resolution.optimizer(at: [:]),
      let other = optimizer.equivalent(over: Stretch(ofRun: run.steps, data: dataPass)),
      other != resolution.cell.optimizer.name
    else { return nil }
    return HealthFinding(
      .equivalentMethod,
      "in \(run.steps) steps '\(resolution.cell.optimizer.name)' does what \(other) does: compare "
        + "it only in a run of more epochs")
  }

  private var largeBatch: HealthFinding? {
    guard resolution.scheme.learning == .steps, run.batch > sample.train.count else { return nil }
    return HealthFinding(
      .largeBatch,
      "the batch of \(run.batch) is all \(sample.train.count) training examples: there are no more")
  }
}
