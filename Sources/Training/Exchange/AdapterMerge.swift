import Foundation
import Models
import Schemes
import Tensors
import Vocabulary

/// A LoRA with its base, to be folded into it.
package struct AdapterMerge {
  private let place: String
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
    place = adapter
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
  ///
  /// - Throws: an `InputProblem` that names a tensor of which the format cannot hold the sum.
  package func write(to directory: URL) throws {
    let tuned = try SchemeCatalog.make(adapter.scheme).attach(to: model.family)
    let store = try ParameterStore(
      tuned.layout, adapters: Set(tuned.adapters.keys), format: format, in: .weights,
      of: Ledger())
    try model.load(into: store)
    try adapter.fill(store, of: tuned)
    tuned.mergeLowRank(store, factor: adapter.scheme.factor)
    try check(store, model.family.layout.slices)
    try ModelWriter.write(
      store, model.family.layout.slices, like: model, isUntied: false, to: directory)
  }

  /// Base and adapter are finite: what is not is their sum.
  private func check(_ store: ParameterStore, _ slices: [Slice]) throws(InputProblem) {
    for slice in slices {
      let found = NonFinite(in: store.view(slice))
      guard found.count > 0 else { continue }
      throw InputProblem(
        at: "\(place): tensor '\(slice.name)'",
        "\(found.count) elements of the sum of base and adapter are beyond what "
          + "\(format.rawValue) holds; check lora_alpha and r in adapter_config.json"
          + (format == .f16 ? ", or use --weights bf16" : ""))
    }
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
