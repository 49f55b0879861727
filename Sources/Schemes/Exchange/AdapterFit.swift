import Graphs
import Models
import Tensors
import Vocabulary

/// What an adapter's configuration says of the model that it was trained on, beside its name.
///
/// Tensors alone cannot tell: a prompt fits every model of its width, and a LoRA that was trained
/// under a classifier has the names of a language model's layers.
struct AdapterFit {
  private let place: String
  private let kind: AdapterKind
  /// `task_type`, by which PEFT chooses the class around the model; nil where there is none.
  private let task: String?
  /// Sizes of the model by the keys that say them.
  private let sizes: [String: Int]

  private static let keys = ["num_layers", "num_attention_heads", "token_dim"]

  init(_ fields: ConfigurationFields, _ kind: AdapterKind) throws(InputProblem) {
    place = fields.place
    self.kind = kind
    let task = try fields.text("task_type", default: "")
    self.task = task.isEmpty ? nil : task
    var sizes: [String: Int] = [:]
    for key in Self.keys { sizes[key] = try fields.sizeIfPresent(key) }
    self.sizes = sizes
  }

  /// - Throws: an `InputProblem` where the model is read otherwise, or has other sizes.
  func check(_ network: TunedModel) throws(InputProblem) {
    let tasks = network.reading == .causal ? ["CAUSAL_LM"] : ["FEATURE_EXTRACTION"]
    if let task, !tasks.contains(task) {
      throw InputProblem(
        at: place,
        "'task_type' \(task) is of another use than this model's (\(tasks[0]), or no such key); "
          + "use an adapter that was trained for predicting tokens")
    }
    guard !sizes.isEmpty else { return }
    let wanted = Self.sizes(of: network, kind)
    for key in Self.keys {
      guard let size = sizes[key], let known = wanted[key], !known.contains(size) else { continue }
      let all = known.sorted().map(String.init).joined(separator: " or ")
      throw InputProblem(
        at: place,
        "'\(key)' is \(size), and the model's is \(all); name the base that the adapter was "
          + "trained on with --model")
    }
  }

  /// The sizes as PEFT reads them off a model's configuration.
  private static func sizes(of network: TunedModel, _ kind: AdapterKind) -> [String: Set<Int>] {
    let attentions = ModelOperations(network.base).body.compactMap { $0.operation as? Attention }
    var sizes: [String: Set<Int>] = ["num_layers": [attentions.count]]
    // What a prefix is cut into; of a prompt it says nothing, and PEFT has the queries' there.
    let keyHeads = Set(attentions.map(\.keyHeads))
    sizes["num_attention_heads"] =
      kind == .prefix ? keyHeads : keyHeads.union(attentions.map(\.heads))
    let first = network.adapters.keys.min().map { network.layout.slices[$0] }
    if let tokens = network.layout[AdapterFiles.prompt] ?? first {
      sizes["token_dim"] = [tokens.columns]
    }
    return sizes
  }
}
