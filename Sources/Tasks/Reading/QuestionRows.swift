import Vocabulary

/// The flat rows in which Hugging Face exports questions with several answers.
enum QuestionRows {
  /// `answers: {text: […]}` becomes `answers: […]`.
  static func squad(_ record: Record) throws(InputProblem) -> [Record] {
    [try lifting(["answers.text", "answers"], of: record)]
  }

  /// `answers_spans: {spans: […]}` becomes `answers: […]`.
  static func drop(_ record: Record) throws(InputProblem) -> [Record] {
    [try lifting(["answers_spans.spans", "answers"], of: record)]
  }

  private static func lifting(
    _ names: [String], of record: Record
  ) throws(InputProblem) -> Record {
    guard let texts = try record.value(names).texts, !texts.isEmpty else {
      throw InputProblem(
        at: record.place.description, "'\(names[0])' must be a list of at least one text")
    }
    var record = record
    record.fields["answers"] = .list(texts.map { .text($0) })
    return record
  }
}
