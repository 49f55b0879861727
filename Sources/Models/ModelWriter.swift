import Experiments
import Foundation
import Tensors

/// Writes a model as a Hugging Face directory.
public enum ModelWriter {
  /// - Parameters:
  ///   - configuration: the text of `config.json`.
  ///   - tokenizer: the text of `tokenizer.json`.
  ///   - format: how the weights are stored in `model.safetensors`.
  public static func write(
    _ store: ParameterStore, configuration: Data, tokenizer: Data, format: StorageFormat,
    to directory: URL
  ) throws {
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try configuration.write(to: directory.appendingPathComponent("config.json"))
    try tokenizer.write(to: directory.appendingPathComponent("tokenizer.json"))
    let slices = store.layout.slices
    let stored = try ParameterStore(store.layout, format: format, in: .scratch, of: Ledger())
    for slice in slices {
      store.view(slice).withBytes { unsafe stored.fill(slice, from: $0, as: store.format) }
    }
    try SafetensorsWriter.write(
      slices.map { slice in
        let vector = slice.kind == .bias || slice.kind == .scale
        return .init(
          slice.name, format, shape: vector ? [slice.columns] : [slice.rows, slice.columns])
      }, to: directory.appendingPathComponent("model.safetensors")
    ) { index, sink in
      try stored.view(slices[index]).withBytes { unsafe try sink.write($0) }
    }
  }
}
