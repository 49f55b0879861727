import Vocabulary

/// ReCoRD's passages as rows with `passage`, `query`, `entities` and `answers`.
///
/// Entities and answers are distinct and sorted by code points, as Hugging Face's `super_glue`
/// has them.
enum ReCoRDRows {
  /// - Throws: entities outside the text, queries without answers.
  static func rows(_ record: Record) throws(InputProblem) -> [Record] {
    guard case .map? = record["passage"] else { return [record] }
    guard let text = try record.value(["passage.text"]).text else {
      throw problem(record, "'passage.text' must be a text")
    }
    let entities = try self.entities(record, Array(text.unicodeScalars))
    guard case .list(let queries) = try record.value(["qas"]) else {
      throw problem(record, "'qas' must be a list")
    }
    return try queries.map { query throws(InputProblem) in
      guard case .map(let fields) = query, let question = fields["query"] else {
        throw problem(record, "'qas' must be a list of objects with 'query'")
      }
      let answers = try answers(fields["answers"], record)
      return Record(
        place: record.place,
        fields: [
          "passage": .text(text), "query": question, "entities": sorted(entities),
          "answers": sorted(answers),
        ])
    }
  }

  /// The texts of the spans; `end` is the last code point, not the one after.
  private static func entities(
    _ record: Record, _ text: [Unicode.Scalar]
  ) throws(InputProblem) -> [String] {
    guard case .list(let spans) = try record.value(["passage.entities"]) else {
      throw problem(record, "'passage.entities' must be a list")
    }
    return try spans.map { span throws(InputProblem) in
      guard case .map(let fields) = span, case .integer(let start)? = fields["start"],
        case .integer(let end)? = fields["end"], start >= 0, start <= end, end < text.count
      else {
        throw problem(record, "an entity is not a span of the text's \(text.count) characters")
      }
      return String(String.UnicodeScalarView(text[start...end]))
    }
  }

  private static func answers(
    _ value: FieldValue?, _ record: Record
  ) throws(InputProblem) -> [String] {
    guard case .list(let answers)? = value, !answers.isEmpty else {
      throw problem(record, "a query has no 'answers'; is this the test file?")
    }
    return try answers.map { answer throws(InputProblem) in
      guard case .map(let fields) = answer, let text = fields["text"]?.text else {
        throw problem(record, "an answer has no 'text'")
      }
      return text
    }
  }

  private static func sorted(_ texts: [String]) -> FieldValue {
    let distinct = Set(texts.map { Array($0.unicodeScalars) })
    return .list(
      distinct.sorted { $0.lexicographicallyPrecedes($1) }
        .map { .text(String(String.UnicodeScalarView($0))) })
  }

  private static func problem(_ record: Record, _ message: String) -> InputProblem {
    InputProblem(at: record.place.description, message)
  }
}
