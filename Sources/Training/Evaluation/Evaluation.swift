import Vocabulary

/// What an evaluation found.
package struct Evaluation: Sendable {
  /// Whether the predicted candidate was right, or the generated answer one of the accepted.
  package internal(set) var correct: [Bool] = []
  /// F1 of each generated answer; nil where candidates are scored.
  var f1: [Double]?
  /// Mean loss over the examples (classification) or over the right candidates' tokens (language).
  var loss = 0.0

  private var share: Double {
    correct.isEmpty ? 0 : Double(correct.count { $0 }) / Double(correct.count)
  }

  /// Everything that can be reported; numbers that are not finite are left out.
  package var metrics: [Metric: Double] {
    var metrics: [Metric: Double] = [.loss: loss]
    if let f1 {
      metrics[.f1] = f1.isEmpty ? 0 : f1.reduce(0, +) / Double(f1.count)
      metrics[.exactMatch] = share
    } else {
      metrics[.accuracy] = share
    }
    return metrics.filter { $0.value.isFinite }
  }

  /// The number that development data is judged by.
  func score(_ metric: Metric) -> Double { metrics[metric] ?? 0 }
}

extension Metric {
  /// Whether it is about answers that are generated.
  var isOfAnswers: Bool { self == .f1 || self == .exactMatch }
}

extension Evaluation {
  /// Its metrics by their names.
  var named: [String: Double] {
    Dictionary(uniqueKeysWithValues: metrics.map { ($0.key.rawValue, $0.value) })
  }
}

extension TestResult {
  package init(_ evaluation: Evaluation) {
    self.init(
      metrics: evaluation.named, examples: evaluation.correct.count, correct: evaluation.correct)
  }
}
