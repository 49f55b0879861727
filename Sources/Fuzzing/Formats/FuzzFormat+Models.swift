import Foundation
import Graphs
import Models
import Optimizers
import Schemes
import Tensors
import Tokenizers
import Vocabulary

/// Of a model's directory: weights, configuration, tokenizer, adapters.
extension FuzzFormat {
  private static let largestTensor = 1 << 16
  private static let texts = ["the film was great", " é北京 🙂\t12 3", "<s>a</s>", ""]

  static let models: [FuzzFormat] = [
    FuzzFormat("safetensors", "model.safetensors", isText: false) { place in
      let file = try SafetensorsFile(place.appending(path: "model.safetensors"))
      for tensor in file.tensors.values where tensor.format != nil && tensor.count < largestTensor {
        _ = try file.values(of: tensor)
      }
    },
    FuzzFormat("index", "model.safetensors.index.json") { place in
      let checkpoint = try Checkpoint(directory: place)
      for name in checkpoint.names { _ = checkpoint.tensor(named: name) }
    },
    FuzzFormat("gguf", "model.gguf", isText: false) { place in
      try use(try PretrainedModel(place.appending(path: "model.gguf").path))
    },
    FuzzFormat("config", "config.json") { place in
      try use(try PretrainedModel(place.path, complete: false))
    },
    FuzzFormat("generation-config", "generation_config.json") { place in
      try use(try PretrainedModel(place.path, complete: false))
    },
    FuzzFormat("scale-networks", "networks.safetensors", isText: false) { place in
      _ = try ScaleNetworks(contentsOf: place.appending(path: "networks.safetensors"))
    },
    FuzzFormat("adapter-config", "adapter_config.json") { _ = try AdapterImport(directory: $0) },
    FuzzFormat("adapter-weights", "adapter_model.safetensors", isText: false) { place in
      let adapter = try AdapterImport(directory: place)
      let model = try PretrainedModel("tiny-opt", complete: false)
      let tuned = try SchemeCatalog.make(adapter.scheme).attach(to: model.family)
      let store = try ParameterStore(
        tuned.layout, owning: [], adapters: Set(tuned.adapters.keys), in: .weights, of: Ledger())
      try adapter.fill(store, of: tuned)
    },
  ]

  static let tokenizers: [FuzzFormat] = [
    FuzzFormat("tokenizer-json", "tokenizer.json") { try use(try Tokenizer(directory: $0)) },
    FuzzFormat("tokenizer-model", "tokenizer.model", isText: false) { place in
      try use(try Tokenizer(directory: place))
    },
    FuzzFormat("tokenizer-config", "tokenizer_config.json") { place in
      try use(try Tokenizer(directory: place))
    },
    FuzzFormat("special-tokens", "special_tokens_map.json") {
      try use(try Tokenizer(directory: $0))
    },
    FuzzFormat("added-tokens", "added_tokens.json") { try use(try Tokenizer(directory: $0)) },
    FuzzFormat("merges", "merges.txt") { try use(try Tokenizer(directory: $0)) },
    FuzzFormat("chat-template", "chat_template.jinja") { place in
      let file = place.appending(path: "chat_template.jinja")
      let template = try ChatTemplate(
        String(decoding: try Data(contentsOf: file), as: UTF8.self),
        tokens: ["bos_token": "<s>", "eos_token": "</s>"], place: file.path)
      for text in texts {
        _ = try template.text(request: text, answer: nil)
        _ = try template.text(request: text, answer: text)
      }
    },
  ]

  private static func use(_ model: PretrainedModel) throws {
    if model.family.hasHead {
      _ = ForwardPass(model.family, objective: .language).graph.nodes.count
    }
    guard model.checkpoint != nil, model.family.layout.count < 1 << 20 else { return }
    let layout = model.family.layout
    try model.load(into: try ParameterStore(layout, in: .weights, of: Ledger()))
    if let tokenizer = model.tokenizer { try use(tokenizer) }
  }

  private static func use(_ tokenizer: Tokenizer) throws {
    for text in texts {
      let ids = tokenizer.encode(text)
      _ = tokenizer.decode(ids, skippingSpecial: false)
      _ = tokenizer.decode(ids.map { $0 + 1 }, skippingSpecial: true)
    }
  }
}
