import Foundation
import Models
import Schemes
import Tensors
import Vocabulary

/// A LoRA with its base, to be folded into it.
package struct AdapterMerge {
  private let adapter: AdapterImport
  private let model: PretrainedModel
  private let format: StorageFormat

  /// - Parameters:
  ///   - adapter: a directory in PEFT's files.
  ///   - model: the base; nil is what the adapter names.
  ///   - weights: a format of floats.
  /// - Throws: `InputProblem` for files that cannot be used, and for adapters of other kinds or of
  ///   another base.
  package init(adapter: String, model: String?, weights: StorageFormat) throws(InputProblem) {
    let directory = URL(fileURLWithPath: adapter)
    self.adapter = try AdapterImport(directory: directory)
    guard self.adapter.scheme.name == "lora" else {
      throw InputProblem(
        at: adapter, "is a \(self.adapter.scheme.name) adapter; only LoRA can be merged")
    }
    guard !weights.isInteger else {
      let floats = SettingRange.alternatives(StorageFormat.floats.map(\.rawValue))
      throw InputProblem(at: "--weights", "'\(weights)' is not \(floats)")
    }
    format = weights
    let base = model ?? self.adapter.base ?? ""
    guard !base.isEmpty else {
      throw InputProblem(at: adapter, "the adapter names no base; name it with --model")
    }
    self.model = try PretrainedModel(base)
    try ExportRecord(in: directory)?.check(base: self.model, in: directory)
  }

  /// The base's directory, which is read while the model is written.
  package var directory: String { model.directory.path }

  /// Writes the merged model as a Hugging Face directory.
  package func write(to directory: URL) throws {
    let tuned = try SchemeCatalog.make(adapter.scheme).attach(to: model.family)
    let store = try ParameterStore(
      tuned.layout, adapters: Set(tuned.adapters.keys), format: format, in: .weights,
      of: Ledger())
    try model.load(into: store)
    try adapter.fill(store, of: tuned)
    tuned.mergeLowRank(store, factor: adapter.scheme.factor)
    try ModelWriter.write(
      store, model.family.layout.slices, like: model, isUntied: false, to: directory)
  }
}

extension Component {
  /// `alpha / rank` of a LoRA.
  fileprivate var factor: Float {
    guard case .integer(let rank)? = settings["rank"], case .number(let alpha)? = settings["alpha"]
    else { return 1 }
    return Float(alpha / Double(rank))
  }
}
