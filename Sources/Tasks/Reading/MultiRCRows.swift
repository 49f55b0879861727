import Vocabulary

/// MultiRC's passages as rows with `paragraph`, `question`, `answer` and `label`.
enum MultiRCRows {
  /// - Throws: a passage without questions, a question without answers.
  static func rows(_ record: Record) throws(InputProblem) -> [Record] {
    guard case .map? = record["passage"] else { return [record] }
    let passage = try record.value(["passage.text"])
    var rows: [Record] = []
    for question in try maps(record, "passage.questions") {
      let question = Record(place: record.place, fields: question)
      for answer in try maps(question, "answers") {
        let fields = [
          "paragraph": passage, "question": try question.value(["question"]),
          "answer": answer["text"] ?? .none, "label": answer["label"] ?? .none,
        ]
        rows.append(Record(place: record.place, fields: fields))
      }
    }
    return rows
  }

  private static func maps(
    _ record: Record, _ path: String
  ) throws(InputProblem) -> [[String: FieldValue]] {
    guard case .list(let values) = try record.value([path]) else {
      throw InputProblem(at: record.place.description, "'\(path)' must be a list")
    }
    return try values.map { value throws(InputProblem) in
      guard case .map(let fields) = value else {
        throw InputProblem(at: record.place.description, "'\(path)' must be a list of objects")
      }
      return fields
    }
  }
}

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
