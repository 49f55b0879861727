import Foundation
import Vocabulary

/// Reads JSON objects as rows: one per line, or the elements of one list.
struct JSONRows {
  /// - Throws: the first line that is not a JSON object.
  static func lines(_ text: TextLines) throws(InputProblem) -> [Record] {
    var records: [Record] = []
    records.reserveCapacity(text.lines.count)
    let decoder = JSONDecoder()
    for line in text.lines {
      let data = Data(line.bytes)
      guard let fields = try? decoder.decode([String: FieldValue].self, from: data) else {
        throw InputProblem(at: text.place(line).description, "is not a JSON object")
      }
      records.append(Record(place: text.place(line), fields: fields))
    }
    return records
  }

  /// - Throws: a problem when the document is not a list of objects.
  static func document(_ bytes: [UInt8], from file: URL) throws(InputProblem) -> [Record] {
    let rows = try? JSONDecoder().decode([[String: FieldValue]].self, from: Data(bytes))
    guard let rows else {
      throw InputProblem(
        at: file.path, "is not a JSON list of objects; for one object per line, name it .jsonl")
    }
    return rows.enumerated().map { index, fields in
      Record(place: Place(file: file.path, line: 0, detail: "element \(index + 1)"), fields: fields)
    }
  }
}
