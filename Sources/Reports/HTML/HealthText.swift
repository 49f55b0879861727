import Foundation
import Vocabulary

/// Findings about the health of trials in words and with three digits.
package enum HealthText {
  static func title(of kind: HealthFinding.Kind) -> String {
    switch kind {
    case .probeBelowResolution: "probe below float resolution"
    case .updateBelowResolution: "update below float resolution"
    case .constantLoss: "constant loss"
    case .explodingSlopes: "exploding slopes"
    case .nonFiniteLoss: "loss that is no number"
    case .noLearning: "no learning"
    case .cutTexts: "cut texts"
    case .repeatedTexts: "texts that are there twice"
    case .fewExamples: "few examples"
    case .largeBatch: "batch as large as the data"
    case .equivalentMethod: "same as another method"
    case .longTokenizer: "tokenizer longer than the vocabulary"
    case .searchAtEdge: "search ended at an edge"
    case .rateNotCalibrated: "rate not calibrated"
    case .beganAgain: "began again"
    case .endedByClock: "ended by the clock"
    }
  }

  /// The text with decimal fractions and powers rounded to three digits: `70.183044` as `70.2`.
  package static func rounded(_ text: String) -> String {
    text.replacing(/-?[0-9]+(\.[0-9]+(e[+-]?[0-9]+)?|e[+-]?[0-9]+)/) { match in
      let digits = match.output.0.prefix { $0 != "e" }.count { $0.isNumber }
      guard digits > 3, let value = Double(match.output.0) else { return String(match.output.0) }
      // A number of the thousands needs no exponent.
      return abs(value) >= 1000 && abs(value) < 1e6
        ? NumberText.fixed(value, 0) : NumberText.magnitude(value)
    }
  }
}
