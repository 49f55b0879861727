import Foundation
import Notation
import Vocabulary

/// DROP's own JSON as rows with `context`, `question` and `answers`.
///
/// Dua et al. 2019 (arXiv 1903.00161). As in Hugging Face's `drop`, the accepted answers are those
/// of the validators where there are any (the dev file), else the annotator's: a number, a date or
/// every span on its own. Questions whose answer is of two kinds or of none are left out.
enum DROPDocument {
  private struct Passage: Decodable {
    var passage: String
    var qa_pairs: [Question]
  }
  private struct Question: Decodable {
    var question: String
    var answer: Answer
    var validated_answers: [Answer]?
  }
  private struct Answer: Decodable {
    var number: String?
    var date: Day?
    var spans: [String]?

    /// Nil when the answer is of two kinds.
    var texts: [String]? {
      let number = [number ?? ""].filter { !$0.isEmpty }
      let day = [date?.text ?? ""].filter { !$0.isEmpty }
      let kinds = [number, day, spans ?? []].filter { !$0.isEmpty }
      return kinds.count > 1 ? nil : kinds.first ?? []
    }
  }
  private struct Day: Decodable {
    var day: String?
    var month: String?
    var year: String?

    var text: String {
      [day, month, year].map { $0 ?? "" }.joined(separator: " ").trimmingWhiteSpace
    }
  }

  /// The questions in the order of the file.
  ///
  /// - Throws: the passage that is not as DROP's.
  static func rows(_ bytes: [UInt8], from file: URL) throws(InputProblem) -> [Record] {
    var rows: [Record] = []
    for (name, member) in try members(of: bytes, file) {
      let place = Place(file: file.path, line: 0, detail: "passage '\(name)'")
      let passage: Passage
      do {
        passage = try JSONDecoder().decode(Passage.self, from: Data(member))
      } catch {
        throw InputProblem(
          at: place.description, "is not as DROP's: \(DecodingDetail.description(error))")
      }
      rows += passage.qa_pairs.compactMap { row(passage.passage, $0, place) }
    }
    return rows
  }

  /// The members of the outermost object in the order of the file, which decoding loses.
  private static func members(
    of bytes: [UInt8], _ file: URL
  ) throws(InputProblem) -> [(name: String, value: ArraySlice<UInt8>)] {
    var members: [(name: String, value: ArraySlice<UInt8>)] = []
    do throws(FormatProblem) {
      var cursor = JSONCursor(bytes, subject: "")
      try cursor.object("the document") {
        (cursor: inout JSONCursor, name: String) throws(FormatProblem) in
        _ = cursor.peek()
        let start = cursor.offset
        try cursor.skipValue()
        members.append((name, cursor.read(from: start)))
      }
      try cursor.expectEnd()
    } catch {
      throw InputProblem(at: "\(file.path): \(error.place)", error.message)
    }
    return members
  }

  private static func row(_ passage: String, _ question: Question, _ place: Place) -> Record? {
    let validated = question.validated_answers ?? []
    let texts = (validated.isEmpty ? [question.answer] : validated).map(\.texts)
    let answers = texts.compactMap { $0 }.joined()
    guard !answers.isEmpty, !texts.contains(nil) else { return nil }
    return Record(
      place: place,
      fields: [
        "context": .text(passage), "question": .text(question.question),
        "answers": .list(answers.map { .text($0) }),
      ])
  }
}
