import Tasks
import Vocabulary

/// The questions without their inputs that scores are calibrated by, each different one once.
struct CalibrationTexts: Sendable {
  /// What is scored of the questions.
  private(set) var texts: [EncodedExample] = []
  private var terms: [Term] = []
  private var ofSplits: [Split: [Int]] = [:]

  /// A question, of which the candidates that have nothing before them are not scored.
  private struct Term {
    /// The number of the text; nil when no candidate is scored.
    var text: Int?
    /// Per candidate, its number in the text.
    var candidates: [Int?]
  }

  /// - Parameter encode: makes ids of a question without its input, demonstrations before it if
  ///   they belong there.
  /// - Throws: a problem when the task has no such question, or it cannot be encoded.
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
        let place = known[encoded] ?? terms.count
        if place == terms.count { add(encoded) }
        known[encoded] = place
        places.append(place)
      }
      ofSplits[split] = places
    }
  }

  private mutating func add(_ encoded: EncodedExample) {
    var (text, candidates) = (encoded, [Int?]())
    text.candidates = []
    for candidate in encoded.candidates {
      candidates.append(candidate.scored > 0 ? text.candidates.count : nil)
      if candidate.scored > 0 { text.candidates.append(candidate) }
    }
    // Nothing is right or wrong here.
    (text.gold, text.accepted) = (0, nil)
    terms.append(Term(text: text.candidates.isEmpty ? nil : texts.count, candidates: candidates))
    if !text.candidates.isEmpty { texts.append(text) }
  }

  /// For each example of a split, what is subtracted from its candidates' scores.
  ///
  /// - Parameter sums: the summed log-probabilities of the texts' candidates.
  func terms(_ split: Split, _ sums: [[Double]]) -> [[Double]] {
    (ofSplits[split] ?? []).map { place in
      let term = terms[place]
      let known = term.text.map { sums[$0] } ?? []
      return term.candidates.map { $0.map { known[$0] } ?? 0 }
    }
  }

  func mapped(_ change: (EncodedExample) -> EncodedExample) -> CalibrationTexts {
    var result = self
    result.texts = texts.map(change)
    return result
  }
}
