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
