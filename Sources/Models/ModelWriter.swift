import Foundation
import Tensors
import Vocabulary

/// Writes a model as a Hugging Face directory.
package enum ModelWriter {
  /// - Parameters:
  ///   - configuration: the text of `config.json`.
  ///   - tokenizer: the text of `tokenizer.json`.
  ///   - format: how the weights are stored in `model.safetensors`.
  package static func write(
    _ store: ParameterStore, configuration: Data, tokenizer: Data, format: StorageFormat,
    to directory: URL
  ) throws {
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try configuration.write(to: directory.appendingPathComponent("config.json"))
    try tokenizer.write(to: directory.appendingPathComponent("tokenizer.json"))
    let slices = store.layout.slices
    let stored = try ParameterStore(store.layout, format: format, in: .scratch, of: Ledger())
    for slice in slices {
      let overflow = store.view(slice).withBytes {
        unsafe stored.fill(slice, from: $0, as: store.format)
      }
      if let message = overflow.message {
        throw InputProblem(at: "tensor '\(slice.name)'", message)
      }
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

extension ModelWriter {
  /// Writes weights as a Hugging Face directory, with everything else as the model has it.
  ///
  /// - Parameters:
  ///   - slices: the parameters to write, in the format in which each is held; integers as the
  ///     f32 that they stand for.
  ///   - isUntied: whether a head was separated from the embedding, which `config.json` then says.
  package static func write(
    _ store: ParameterStore, _ slices: [Slice], like model: PretrainedModel, isUntied: Bool,
    to directory: URL
  ) throws {
    let files = FileManager.default
    try files.createDirectory(at: directory, withIntermediateDirectories: true)
    for name in try model.files.names() where isSide(name) {
      let data = try model.files.data(name)
      let written = name == "config.json" && isUntied ? try untied(data) : data
      try written.write(to: directory.appending(path: name))
    }
    try SafetensorsWriter.write(
      slices.map { slice in
        let vector = slice.kind == .bias || slice.kind == .scale
        let format = store.view(slice).format
        let sizes = [slice.rows, slice.columns]
        return .init(
          slice.name, format.isInteger ? .f32 : format,
          shape: vector
            ? [slice.columns]
            : model.family.isTransposed(slice.name) ? sizes.reversed() : sizes)
      }, to: directory.appending(path: "model.safetensors")
    ) { index, sink in
      let slice = slices[index]
      try write(
        store.view(slice), slice, isTransposed: model.family.isTransposed(slice.name), to: &sink)
    }
  }

  private static func write(
    _ view: WeightView, _ slice: Slice, isTransposed: Bool, to sink: inout TensorSink
  ) throws {
    switch (view.format.isInteger, isTransposed) {
    case (false, false): try view.withBytes { unsafe try sink.write($0) }
    case (false, true):
      try view.forEachTransposedRow(rows: slice.rows) { bytes throws(InputProblem) in
        unsafe try sink.write(bytes)
      }
    case (true, false):
      for row in 0..<slice.rows {
        try sink.write(view.part(row * slice.columns, slice.columns).values)
      }
    case (true, true):
      let values = view.values
      for column in 0..<slice.columns {
        try sink.write((0..<slice.rows).map { values[$0 * slice.columns + column] })
      }
    }
  }

  /// Configuration and tokenizer, but no weights, and not how the base was made.
  private static func isSide(_ name: String) -> Bool {
    guard name != "pretraining.json" else { return false }
    let ending = (name as NSString).pathExtension
    return ["json", "txt", "model"].contains(ending) && !name.contains(".index.")
  }

  private static func untied(_ configuration: Data) throws -> Data {
    let object = try JSONSerialization.jsonObject(with: configuration)
    guard var fields = object as? [String: Any] else { return configuration }
    fields["tie_word_embeddings"] = false
    return try JSONSerialization.data(
      withJSONObject: fields, options: [.prettyPrinted, .sortedKeys])
  }
}
