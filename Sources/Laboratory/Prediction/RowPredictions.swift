import Foundation
import Tasks
import Training
import Vocabulary

extension RowAnswer {
  /// What is said of a row.
  ///
  /// - Parameters:
  ///   - example: the row as it was asked about.
  ///   - classes: what its options are called in data; nil where they differ from row to row.
  package init(_ prediction: Prediction, of example: Example, classes: [String]?) {
    if let answer = prediction.answer {
      self.init(
        prediction: answer.trimmingCharacters(in: .whitespacesAndNewlines), probability: nil)
      return
    }
    let (choice, probabilities) = (prediction.choice, prediction.probabilities)
    let option = example.options[choice].trimmingCharacters(in: .whitespacesAndNewlines)
    self.init(
      prediction: classes.map { $0[choice] } ?? option, probability: probabilities[choice],
      probabilities: classes == nil ? [] : probabilities)
  }
}
