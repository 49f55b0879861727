import Foundation
import Vocabulary

/// How the objects of a file become rows, one per example.
package enum RowLayout: String, Codable, CaseIterable, Sendable {
  /// One object, one example.
  case rows
  /// SuperGLUE's WSC: spans in an object of their own, some to be mended.
  case wsc
  /// SuperGLUE's MultiRC: a passage with questions with answers, one example per answer.
  case multirc
  /// SuperGLUE's ReCoRD: a passage with queries, one example per query.
  case record
  /// SQuAD: articles with paragraphs with questions, one example per question.
  case squad
  /// DROP: passages with questions, one example per question.
  case drop

  /// The rows of objects that stand one per line; flat exports of Hugging Face stay as they are.
  func flattened(_ records: [Record]) throws(InputProblem) -> [Record] {
    switch self {
    case .rows: return records
    case .wsc: return try Self.each(records, WSCRows.rows)
    case .multirc: return try Self.each(records, MultiRCRows.rows)
    case .record: return try Self.each(records, ReCoRDRows.rows)
    case .squad: return try Self.each(records, QuestionRows.squad)
    case .drop: return try Self.each(records, QuestionRows.drop)
    }
  }

  /// The rows of a whole document.
  func document(_ bytes: [UInt8], from file: URL) throws(InputProblem) -> [Record] {
    switch self {
    case .squad: try SQuADDocument.rows(bytes, from: file)
    case .drop: try DROPDocument.rows(bytes, from: file)
    case .rows, .wsc, .multirc, .record: try JSONRows.document(bytes, from: file)
    }
  }

  private static func each(
    _ records: [Record], _ rows: (Record) throws(InputProblem) -> [Record]
  ) throws(InputProblem) -> [Record] {
    var flat: [Record] = []
    for record in records { flat += try rows(record) }
    return flat
  }
}

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

/// WSC's rows with `text`, `span1_text`, `span2_text` and `label`.
///
/// SuperGLUE's own rows have some spans that do not stand in the text. They are mended as in
/// Hugging Face's `wsc.fixed`, which MeZO uses: the first letter is made like that of the word at
/// the span's index, full stops at the end go, and line ends become spaces.
enum WSCRows {
  /// - Throws: a row without the text or a span.
  static func rows(_ record: Record) throws(InputProblem) -> [Record] {
    guard case .map(let target)? = record["target"] else { return [record] }
    var flat = record
    flat.fields.merge(target) { _, inner in inner }
    let sentence = try text(flat, "text")
    for span in ["span1", "span2"] {
      let words = try text(flat, "\(span)_text")
      guard !sentence.contains(words) else { continue }
      flat.fields["\(span)_text"] = .text(mended(words, like: word(flat, span, of: sentence)))
    }
    return [flat]
  }

  private static func text(_ record: Record, _ name: String) throws(InputProblem) -> String {
    guard let text = try record.value([name]).text else {
      throw InputProblem(at: record.place.description, "'\(name)' must be a text")
    }
    return text
  }

  /// The word at a span's index; nil when there is none.
  private static func word(_ record: Record, _ span: String, of sentence: String) -> Substring? {
    guard case .integer(let index)? = record["\(span)_index"] else { return nil }
    let words = sentence.split(whereSeparator: \.isWhitespace)
    return words.indices.contains(index) ? words[index] : nil
  }

  private static func mended(_ text: String, like word: Substring?) -> String {
    var mended = Substring(text.replacing("\n", with: " "))
    while mended.last == "." { mended.removeLast() }
    guard let first = word?.first else { return String(mended) }
    let letter = mended.prefix(1)
    return (first.isLowercase ? letter.lowercased() : letter.uppercased()) + mended.dropFirst()
  }
}
