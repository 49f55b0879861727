import Foundation
import Notation
import Vocabulary

/// Reads JSON objects as rows: one per line, or the elements of one list.
struct JSONRows {
  /// - Throws: the first line that is not a JSON object.
  static func lines(_ text: TextLines) throws(InputProblem) -> [Record] {
    var records: [Record] = []
    records.reserveCapacity(text.lines.count)
    for line in text.lines {
      let place = text.place(line)
      let value: JSON
      do throws(FormatProblem) {
        value = try JSON(reading: [UInt8](line.bytes))
      } catch {
        throw InputProblem(
          at: place.description, "is not a JSON object: \(error.place): \(error.message)")
      }
      guard case .object(let members) = value else {
        throw InputProblem(at: place.description, "is not a JSON object")
      }
      records.append(Record(place: place, fields: FieldValue.fields(members)))
    }
    return records
  }

  /// - Throws: a problem when the document is not a list of objects.
  static func document(_ bytes: [UInt8], from file: URL) throws(InputProblem) -> [Record] {
    let value: JSON
    do throws(FormatProblem) {
      value = try JSON(reading: bytes)
    } catch {
      throw InputProblem(at: "\(file.path): \(error.place)", error.message)
    }
    guard case .array(let rows) = value else { throw notAList(file) }
    var records: [Record] = []
    for (index, row) in rows.enumerated() {
      guard case .object(let members) = row else { throw notAList(file) }
      records.append(
        Record(
          place: Place(file: file.path, line: 0, detail: "element \(index + 1)"),
          fields: FieldValue.fields(members)))
    }
    return records
  }

  private static func notAList(_ file: URL) -> InputProblem {
    InputProblem(
      at: file.path, "is not a JSON list of objects; for one object per line, name it .jsonl")
  }
}
