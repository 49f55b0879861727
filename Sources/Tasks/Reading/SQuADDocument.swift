import Foundation
import Vocabulary

/// SQuAD's own JSON as rows with `title`, `context`, `question` and `answers`.
///
/// Rajpurkar et al. 2016 (arXiv 1606.05250).
enum SQuADDocument {
  private struct Document: Decodable { var data: [Article] }
  private struct Article: Decodable {
    var title: String
    var paragraphs: [Paragraph]
  }
  private struct Paragraph: Decodable {
    var context: String
    var qas: [Question]
  }
  private struct Question: Decodable {
    var question: String
    var answers: [Answer]
  }
  private struct Answer: Decodable { var text: String }

  /// - Throws: where the document is not as SQuAD's, and questions without an answer (SQuAD 2.0).
  static func rows(_ bytes: [UInt8], from file: URL) throws(InputProblem) -> [Record] {
    let document: Document
    do {
      document = try JSONDecoder().decode(Document.self, from: Data(bytes))
    } catch {
      throw InputProblem(
        at: file.path, "is not SQuAD's JSON: \(DecodingDetail.description(error))")
    }
    var rows: [Record] = []
    for (number, article) in document.data.enumerated() {
      for (index, paragraph) in article.paragraphs.enumerated() {
        let place = Place(
          file: file.path, line: 0, detail: "article \(number + 1), paragraph \(index + 1)")
        rows += try self.rows(article.title, paragraph, place)
      }
    }
    return rows
  }

  private static func rows(
    _ title: String, _ paragraph: Paragraph, _ place: Place
  ) throws(InputProblem) -> [Record] {
    try paragraph.qas.map { question throws(InputProblem) in
      guard !question.answers.isEmpty else {
        throw InputProblem(
          at: place.description,
          "question '\(question.question.prefix(60))' has no answer; SQuAD 1.1 is needed")
      }
      return Record(
        place: place,
        fields: [
          "title": .text(title), "context": .text(paragraph.context),
          "question": .text(question.question),
          "answers": .list(question.answers.map { .text($0.text) }),
        ])
    }
  }
}

/// What a decoder says was wrong, in one line with the place.
enum DecodingDetail {
  static func description(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    switch error {
    case .keyNotFound(let key, let context): return "\(path(context)) has no '\(key.stringValue)'"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "\(path(context)) has a value of another kind"
    case .dataCorrupted(let context): return "\(path(context)) is not valid JSON"
    @unknown default: return "it cannot be read"
    }
  }

  private static func path(_ context: DecodingError.Context) -> String {
    let keys = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
    return keys.isEmpty ? "the document" : keys.joined(separator: ".")
  }
}
