import Vocabulary

/// What the texts of a sample say more than once, as the files of a user's own task may.
package struct RepeatedTexts: Hashable, Sendable {
  /// Test examples whose text is that of a training or development example.
  package let tested: Int
  /// All test examples.
  package let tests: Int
  /// Texts that have one right answer here and another there.
  package let contradicting: Int

  /// What is asked: of an example with several options, also among what.
  private struct Question: Hashable {
    var prompt: String
    var options: [String]

    init(_ example: Example) {
      prompt = example.prompt
      options = example.options.count > 1 ? example.options : []
    }
  }

  package init(_ sample: TaskSample) {
    let learned = sample.train + sample.dev
    let questions = Set(learned.map(Question.init))
    tests = sample.test.count
    tested = sample.test.count { questions.contains(Question($0)) }
    let answers = (learned + sample.test).reduce(into: [Question: Set<[String]>]()) {
      $0[Question($1), default: []].insert(Self.answers(of: $1))
    }
    contradicting = answers.values.count { $0.count > 1 }
  }

  private static func answers(of example: Example) -> [String] {
    example.answers ?? (example.accepted ?? [example.gold]).map { example.options[$0] }
  }
}
