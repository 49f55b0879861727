import Foundation
import Schemes
import Vocabulary

/// A model, or an adapter with its base, and what a record beside the weights says of them.
package struct ExportedWeights {
  /// The model, or the adapter's base.
  package let model: String
  /// Nil for weights of other programs.
  package let record: ExportRecord?
  let adapter: AdapterImport?

  /// - Parameters:
  ///   - model: a model's name or directory; with an adapter nil is the base that it names.
  ///   - adapter: a directory in PEFT's files.
  /// - Throws: `InputProblem` for files that cannot be used, and for an adapter without a base.
  package init(model: String?, adapter: String?) throws(InputProblem) {
    let directory = adapter ?? model ?? ""
    record = try ExportRecord(
      in: URL(fileURLWithPath: directory.expandingHome))
    self.adapter = try adapter.map { path throws(InputProblem) in
      try AdapterImport(
        directory: URL(fileURLWithPath: path.expandingHome))
    }
    let base = model ?? self.adapter?.base ?? ""
    guard !base.isEmpty else {
      throw InputProblem(at: directory, "the adapter names no base; name it with --model")
    }
    self.model = base
  }
}
