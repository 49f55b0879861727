import Vocabulary

/// Where the rows of a task come from.
package protocol RecordSource: Sendable {
  /// All rows of a part, in order.
  func records(_ part: SourcePart) throws(InputProblem) -> [Record]
  /// The rows that k-shot samples are cut from.
  func shotRecords() throws(InputProblem) -> [Record]
  /// The rows of a k-shot sample that was cut already.
  func sampledShots(_ count: Int, seed: Int) throws(InputProblem) -> SampledShots?
}

/// A k-shot sample as its files have it.
package struct SampledShots: Sendable {
  var train: [Record]
  var dev: [Record]
  /// The sample's own test part; nil is the task's.
  var test: [Record]?
}

extension RecordSource {
  /// The training part.
  package func shotRecords() throws(InputProblem) -> [Record] { try records(.train) }

  package func sampledShots(_ count: Int, seed: Int) throws(InputProblem) -> SampledShots? { nil }
}

/// Rows that are made and not read.
struct GeneratedRecords: RecordSource {
  var name: String
  /// The fields of all rows of a part.
  var make: @Sendable (SourcePart) -> [[String: FieldValue]]

  func records(_ part: SourcePart) throws(InputProblem) -> [Record] {
    make(part).enumerated().map { index, fields in
      let detail = "\(part.rawValue) example \(index + 1)"
      return Record(place: Place(file: name, line: 0, detail: detail), fields: fields)
    }
  }
}
