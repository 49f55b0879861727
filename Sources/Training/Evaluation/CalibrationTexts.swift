import Tasks
import Vocabulary

/// The questions without their inputs that scores are calibrated by, each different one once.
struct CalibrationTexts: Sendable {
  private(set) var texts: [EncodedExample] = []
  private var ofSplits: [Split: [Int]] = [:]

  /// - Parameter encode: makes ids of a question without its input, demonstrations before it if
  ///   they belong there.
  /// - Throws: a problem when the task has no such question, or it has no ids to predict from.
  init(
    _ sample: TaskSample, encode: (Example) throws(InputProblem) -> EncodedExample
  ) throws(InputProblem) {
    var known: [EncodedExample: Int] = [:]
    for split in [Split.dev, .test] {
      var places: [Int] = []
      for example in sample[split] {
        guard let question = example.calibration else {
          throw InputProblem(
            at: "calibration", "the task has no question without its input; use 'none'")
        }
        let encoded = try encode(question)
        let place = known[encoded] ?? texts.count
        if place == texts.count { texts.append(encoded) }
        known[encoded] = place
        places.append(place)
      }
      ofSplits[split] = places
    }
  }

  /// For each example of a split, the number of its text.
  func places(_ split: Split) -> [Int] { ofSplits[split] ?? [] }

  func mapped(_ change: (EncodedExample) -> EncodedExample) -> CalibrationTexts {
    var result = self
    result.texts = texts.map(change)
    return result
  }
}
