import Foundation

/// The forms in which data files come.
package enum FileFormat: String, Codable, CaseIterable, Sendable {
  /// Tab-separated with a header and without quoting, as GLUE.
  case tsv
  /// Comma-separated with quoting, with a header or (LM-BFF) without.
  case csv
  /// One JSON object per line.
  case jsonl
  /// One JSON document.
  case json
  /// `label sentence` on every line, as the sentence sets of sent-conv and TREC.
  case labelled

  /// By the name's ending; unknown endings (`.train`, `.all`) are `label sentence` texts.
  init(of file: URL) {
    self = Self(rawValue: file.pathExtension.lowercased()) ?? .labelled
  }
}
