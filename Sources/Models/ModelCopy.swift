import Experiments
import Foundation
import Tensors

extension ModelWriter {
  /// Writes weights as a Hugging Face directory, with everything else as the model has it.
  ///
  /// - Parameters:
  ///   - slices: the parameters to write, in the format in which each is held.
  ///   - isUntied: whether a head was separated from the embedding, which `config.json` then says.
  public static func write(
    _ store: ParameterStore, _ slices: [Slice], like model: PretrainedModel, isUntied: Bool,
    to directory: URL
  ) throws {
    let files = FileManager.default
    try files.createDirectory(at: directory, withIntermediateDirectories: true)
    for name in try files.contentsOfDirectory(atPath: model.directory.path) where isSide(name) {
      let source = model.directory.appending(path: name).resolvingSymlinksInPath()
      let data = try Data(contentsOf: source)
      let written = name == "config.json" && isUntied ? try untied(data) : data
      try written.write(to: directory.appending(path: name))
    }
    try SafetensorsWriter.write(
      slices.map { slice in
        let vector = slice.kind == .bias || slice.kind == .scale
        return .init(
          slice.name, store.view(slice).format,
          shape: vector ? [slice.columns] : [slice.rows, slice.columns])
      }, to: directory.appending(path: "model.safetensors")
    ) { index, sink in
      try store.view(slices[index]).withBytes { unsafe try sink.write($0) }
    }
  }

  /// Configuration and tokenizer, but no weights.
  private static func isSide(_ name: String) -> Bool {
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
