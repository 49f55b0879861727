/// One way in which an example may go on, as token ids.
package struct Continuation: Hashable, Sendable {
  /// The ids that are fed after the shared ones.
  package var fed: [Int32]
  /// Where each target is predicted: indices into the shared ids followed by `fed`.
  package var places: [Int]
  /// The ids whose log-probabilities are the score, one per place; at least one, but in a question
  /// without its input.
  package var targets: [Int32]

  /// How many ids are scored.
  package var scored: Int { targets.count }

  /// A continuation of which every scored id is predicted from the id before it.
  ///
  /// The last id is not fed, since nothing is predicted from it.
  ///
  /// - Parameters:
  ///   - tokens: all ids after the `shared` first ones.
  ///   - scored: how many ids at the end of `tokens` are scored.
  package init(tokens: [Int32], scored: Int, after shared: Int) {
    precondition(scored >= 0 && scored <= tokens.count && shared + tokens.count > scored)
    fed = Array(tokens.dropLast())
    targets = Array(tokens.suffix(scored))
    let last = shared + tokens.count - 1
    places = Array(last - scored..<last)
  }

  /// A whole sequence with masks at `places`, where the `targets` are predicted.
  package init(sequence: [Int32], places: [Int], targets: [Int32]) {
    precondition(places.count == targets.count && places.allSatisfy(sequence.indices.contains))
    fed = sequence
    self.places = places
    self.targets = targets
  }
}

/// An example as token ids: what all candidates begin with, and how each goes on.
package struct EncodedExample: Hashable, Sendable {
  /// The longest common prefix of all candidates in which nothing is scored; none where every
  /// token sees every other, as in a masked model.
  package var shared: [Int32]
  package var candidates: [Continuation]
  /// Index of the right candidate, the one that is learned.
  package var gold: Int
  /// Indices of all right candidates where there are several (ReCoRD); else nil.
  package var accepted: [Int]?
  /// What is asked where the answer is generated; its one candidate is the answer as it is learned.
  package var question: EncodedQuestion?
  /// Whether a text was too long and lost tokens.
  package var isCut = false

  package init(
    shared: [Int32], candidates: [Continuation], gold: Int, accepted: [Int]? = nil,
    question: EncodedQuestion? = nil
  ) {
    self.shared = shared
    self.candidates = candidates
    self.gold = gold
    self.accepted = accepted
    self.question = question
  }

  /// Every id that a model is given, or is asked about.
  var ids: [Int32] {
    shared + (question?.ids ?? []) + candidates.flatMap { $0.fed + $0.targets }
  }

  /// Whether every candidate is one token, predicted at one place that they share.
  package var comparesOneRow: Bool {
    guard let first = candidates.first, let place = first.places.first else { return false }
    return candidates.allSatisfy {
      $0.scored == 1 && $0.places == first.places
        && (place < shared.count || $0.fed == first.fed)
    }
  }

  /// A right and a wrong candidate of the same ids, which no model can choose between; nil if there
  /// are none.
  var indistinguishable: (right: Int, wrong: Int)? {
    var seen: [Continuation: Int] = [:]
    for (index, candidate) in candidates.enumerated() {
      guard let other = seen.updateValue(index, forKey: candidate) else { continue }
      if isRight(other) != isRight(index) {
        return isRight(index) ? (index, other) : (other, index)
      }
    }
    return nil
  }

  /// Whether predicting a candidate is right.
  package func isRight(_ candidate: Int) -> Bool {
    accepted?.contains(candidate) ?? (candidate == gold)
  }

  /// The index of the first largest score; 0 without any.
  ///
  /// - Parameter scores: per candidate, the mean log-probability of its scored tokens.
  package static func prediction(_ scores: [Double]) -> Int {
    scores.indices.max { scores[$0] < scores[$1] || (scores[$0] == scores[$1] && $0 > $1) } ?? 0
  }
}

/// A question whose answer is generated, as token ids.
package struct EncodedQuestion: Hashable, Sendable {
  /// The text before the answer; at least one id.
  package var ids: [Int32]
  /// The accepted answers.
  package var answers: [String]

  package init(ids: [Int32], answers: [String]) {
    self.ids = ids
    self.answers = answers
  }
}

/// What token ids take in memory: an example's values, and its arrays, each with its head.
extension EncodedExample {
  /// Bytes of the example where it stands in an array of examples, and of everything it refers to.
  package var byteCount: Int {
    let ids = shared.heapBytes + candidates.heapBytes + (accepted?.heapBytes ?? 0)
    let asked = question.map { $0.ids.heapBytes + $0.answers.heapBytes } ?? 0
    let texts = (question?.answers ?? []).reduce(0) { $0 + $1.heapBytes }
    return candidates.reduce(MemoryLayout<Self>.stride + ids + asked + texts) {
      $0 + $1.fed.heapBytes + $1.places.heapBytes + $1.targets.heapBytes
    }
  }
}

/// What Swift puts before the elements of an array, or the characters of a text, in bytes.
private let head = 32

extension Array {
  /// Bytes of its elements, which lie in one block; an empty array has none.
  fileprivate var heapBytes: Int {
    isEmpty ? 0 : head + count * MemoryLayout<Element>.stride
  }
}

extension String {
  /// Bytes of its characters; up to 15 of them are in the value itself.
  fileprivate var heapBytes: Int { utf8.count > 15 ? head + utf8.count : 0 }
}
