/// How well a generated answer fits the accepted ones; for SQuAD and, as upstream, for DROP.
package struct AnswerScore: Hashable, Sendable {
  /// 2PR/(P+R) over shared words, the best of all accepted answers; 0...1.
  package let f1: Double
  /// Whether the answer equals an accepted one after normalisation.
  package let exactMatch: Bool

  /// - Parameters:
  ///   - answer: what a model wrote.
  ///   - accepted: the right answers. When the first says that there is none (`CANNOTANSWER` or
  ///     `no answer`), both scores say whether the answer says the same.
  package init(of answer: String, accepted: [String]) {
    let given = NormalizedAnswer(answer)
    if let first = accepted.first, ["CANNOTANSWER", "no answer"].contains(first) {
      exactMatch = NormalizedAnswer(first) == given
      f1 = exactMatch ? 1 : 0
      return
    }
    let wanted = accepted.map { NormalizedAnswer($0) }
    exactMatch = wanted.contains(given)
    f1 = wanted.map { Self.overlap(given, $0) }.max() ?? 0
  }

  /// F1 of two bags of words; 0 when they share none.
  private static func overlap(_ given: NormalizedAnswer, _ wanted: NormalizedAnswer) -> Double {
    var left: [[UInt8]: Int] = [:]
    for word in wanted.words { left[Array(word.utf8), default: 0] += 1 }
    var shared = 0
    for word in given.words {
      let key = Array(word.utf8)
      guard let count = left[key], count > 0 else { continue }
      left[key] = count - 1
      shared += 1
    }
    guard shared > 0 else { return 0 }
    let precision = Double(shared) / Double(given.words.count)
    let recall = Double(shared) / Double(wanted.words.count)
    return 2 * precision * recall / (precision + recall)
  }
}
