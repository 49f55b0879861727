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
