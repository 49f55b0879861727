import Experiments
import Foundation

/// DROP's own JSON as rows with `context`, `question` and `answers`.
///
/// Dua et al. 2019 (arXiv 1903.00161). The accepted answers are those of Hugging Face's `drop`: of the first annotator, then of the
/// validators; a number, a date's parts, or every span on its own.
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

    var texts: [String] {
      if let number, !number.isEmpty { return [number] }
      let day = [date?.day, date?.month, date?.year].compactMap { $0 }.filter { !$0.isEmpty }
      if !day.isEmpty { return [day.joined(separator: " ")] }
      return spans ?? []
    }
  }
  private struct Day: Decodable {
    var day: String?
    var month: String?
    var year: String?
  }

  /// The questions in the order of the file.
  ///
  /// - Throws: the passage that is not as DROP's, or has a question without an answer.
  static func rows(_ bytes: [UInt8], from file: URL) throws(InputProblem) -> [Record] {
    var rows: [Record] = []
    for member in try JSONMembers.read(bytes, from: file) {
      let place = Place(file: file.path, line: 0, detail: "passage '\(member.key)'")
      let passage: Passage
      do {
        passage = try JSONDecoder().decode(Passage.self, from: Data(member.value))
      } catch {
        throw InputProblem(
          at: place.description, "is not as DROP's: \(DecodingDetail.description(error))")
      }
      for question in passage.qa_pairs {
        rows.append(try row(passage.passage, question, place))
      }
    }
    return rows
  }

  private static func row(
    _ passage: String, _ question: Question, _ place: Place
  ) throws(InputProblem) -> Record {
    let answers = ([question.answer] + (question.validated_answers ?? [])).flatMap(\.texts)
    guard !answers.isEmpty else {
      throw InputProblem(
        at: place.description, "question '\(question.question.prefix(60))' has no answer")
    }
    return Record(
      place: place,
      fields: [
        "context": .text(passage), "question": .text(question.question),
        "answers": .list(answers.map { .text($0) }),
      ])
  }
}
