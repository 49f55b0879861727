import Foundation
import Vocabulary

/// Reads a data file of any form into rows.
struct RecordFile {
  var needs: FieldNeeds
  var layout: RowLayout
  /// The columns of comma-separated files without a header.
  var columns: [String]?

  /// - Throws: what is wrong, with file and line.
  func records(_ file: URL, as format: FileFormat?) throws(InputProblem) -> [Record] {
    let format = format ?? FileFormat(of: file)
    let records = try layout.flattened(rows(file, format))
    guard !records.isEmpty else { throw InputProblem(at: file.path, "holds no examples") }
    return records
  }

  private func rows(_ file: URL, _ format: FileFormat) throws(InputProblem) -> [Record] {
    switch format {
    case .tsv: return try TabSeparated(needs: needs).records(TextLines(file))
    case .csv:
      return try CommaSeparated(needs: needs, columns: columns)
        .records(FileBytes.read(file), from: file)
    case .jsonl: return try JSONRows.lines(TextLines(file))
    case .json: return try layout.document(FileBytes.read(file), from: file)
    case .labelled: return try LabelledLines.records(TextLines(file))
    }
  }
}
