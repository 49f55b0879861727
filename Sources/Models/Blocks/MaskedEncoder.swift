import Graphs
import Tensors
import Vocabulary

/// The encoder that BERT began: learned positions, both directions, layer norm after each block.
///
/// Devlin et al. 2018, arXiv:1810.04805. Every text is one part: all tokens have type 0.
struct MaskedEncoder: Sendable {
  /// What a family has by nature, or by default where its configuration is silent.
  struct Form: Sendable {
    /// What parameter names begin with.
    var prefix: String
    /// The row of the position table that the first token takes.
    var firstPosition = 0
  }

  let vocabularySize: Int
  let maxPositions: Int
  let width: Int
  let activation: Activation
  let epsilon: Float
  private let positions: Int
  private let types: Int
  private let layers: Int
  private let heads: Int
  private let inner: Int
  private let form: Form

  init(_ fields: ConfigurationFields, _ form: Form) throws(InputProblem) {
    self.form = form
    vocabularySize = try fields.size("vocab_size")
    positions = try fields.size("max_position_embeddings", default: 512)
    width = try fields.size("hidden_size")
    layers = try fields.layers()
    heads = try fields.size("num_attention_heads")
    inner = try fields.size("intermediate_size")
    types = try fields.size("type_vocab_size", default: 2)
    activation = try fields.activation("hidden_act", default: "gelu")
    epsilon = try fields.epsilon("layer_norm_eps", default: 1e-12)
    maxPositions = positions - form.firstPosition
    guard maxPositions > 0 else {
      throw InputProblem(
        at: fields.place,
        "'max_position_embeddings' \(positions) leaves no position after the first "
          + "\(form.firstPosition), which padding takes")
    }
    _ = try fields.plainHeadWidth(width, heads: heads)
    try fields.refuse("is_decoder")
    let kind = try fields.text("position_embedding_type", default: "absolute")
    guard kind == "absolute" else {
      throw InputProblem(
        at: fields.place, "'position_embedding_type' \(kind) is not supported (absolute)")
    }
  }

  private var embeddings: String { "\(form.prefix).embeddings" }
  var tokens: String { "\(embeddings).word_embeddings.weight" }
  private var places: String { "\(embeddings).position_embeddings.weight" }
  private var kinds: String { "\(embeddings).token_type_embeddings.weight" }
  private var norm: Norm { layerNorm("\(embeddings).LayerNorm") }

  func layerNorm(_ name: String) -> Norm { Norm(name, .layer, width: width, epsilon: epsilon) }

  /// Parameters in the order in which transformers names them, without a head.
  var layout: Layout {
    var layout = Layout()
    layout.add(tokens, .embedding, rows: vocabularySize, columns: width)
    layout.add(places, .embedding, rows: positions, columns: width)
    layout.add(kinds, .embedding, rows: types, columns: width)
    norm.add(to: &layout)
    for index in 0..<layers { layer(index).add(to: &layout) }
    return layout
  }

  private static let oldNames = [
    ("LayerNorm.weight", "LayerNorm.gamma"), ("LayerNorm.bias", "LayerNorm.beta"),
  ]

  /// Files saved from the base class have no prefix; old ones say gamma and beta.
  func aliases(of name: String) -> [String] {
    var names = [name]
    if name.hasPrefix("\(form.prefix).") {
      names.append(String(name.dropFirst(form.prefix.count + 1)))
    }
    for (new, old) in Self.oldNames where name.hasSuffix(new) {
      names += names.map { $0.dropLast(new.count) + old }
    }
    return Array(names.dropFirst())
  }

  func hidden(_ graph: inout Graph) -> NodeID {
    let words = graph.add(Embedding(.token), graph.parameter(tokens))
    let kinds = graph.add(Embedding(.row(0)), graph.parameter(kinds))
    let places = graph.add(
      Embedding(.position(offset: form.firstPosition)), graph.parameter(places))
    let typed = graph.add(Add(), words, kinds)
    var x = norm.apply(graph.add(Add(), typed, places), &graph)
    for index in 0..<layers { x = block(layer(index), x, &graph) }
    return x
  }

  private func block(_ layer: DenseLayer, _ x: NodeID, _ graph: inout Graph) -> NodeID {
    let seen = layer.attend(x, heads: heads, causal: false, &graph)
    let attended = layer.attentionNorm.apply(graph.add(Add(), seen, x), &graph)
    let change = layer.feedForward(attended, activation, &graph)
    return layer.feedForwardNorm.apply(graph.add(Add(), change, attended), &graph)
  }

  private func layer(_ index: Int) -> DenseLayer {
    let name = "\(form.prefix).encoder.layer.\(index)"
    func dense(_ part: String, _ out: Int, _ columns: Int) -> Dense {
      Dense("\(name).\(part)", out: out, width: columns, bias: true)
    }
    return DenseLayer(
      query: dense("attention.self.query", width, width),
      key: dense("attention.self.key", width, width),
      value: dense("attention.self.value", width, width),
      output: dense("attention.output.dense", width, width),
      attentionNorm: layerNorm("\(name).attention.output.LayerNorm"),
      up: dense("intermediate.dense", inner, width), down: dense("output.dense", width, inner),
      feedForwardNorm: layerNorm("\(name).output.LayerNorm"))
  }
}

/// A masked language model with a class of transformers.
package protocol MaskedClass {
  /// The module and the name of the class whose parameters have the family's names.
  var masked: (library: String, name: String) { get }
}

/// A family that is a `MaskedEncoder` with a `MaskedHead`, if the checkpoint has one.
protocol MaskedFamily: ModelFamily, MaskedClass {
  var encoder: MaskedEncoder { get }
  var head: MaskedHead? { get set }
}

extension MaskedFamily {
  package var masked: (library: String, name: String) {
    (
      "transformers.models.\(Self.modelType).modeling_\(Self.modelType)",
      "\(Self.classPrefix)ForMaskedLM"
    )
  }

  package var vocabularySize: Int { encoder.vocabularySize }
  package var maxPositions: Int { encoder.maxPositions }
  package var hasHead: Bool { head != nil }

  package var layout: Layout {
    var layout = encoder.layout
    head?.add(to: &layout)
    return layout
  }

  package func aliases(of name: String) -> [String] {
    encoder.aliases(of: name) + (head?.aliases(of: name) ?? [])
  }

  package func tied(to name: String) -> [String] {
    guard let head, name == head.tied else { return [] }
    return ["\(head.decoder).weight"]
  }

  /// Row numbers that old versions of transformers wrote, the pooler and heads behind it; all heads
  /// where none is read.
  package var unread: [String] {
    let pooled = ["pooler.dense.weight", "pooler.dense.bias", "position_ids"]
    let heads = ["cls.seq_relationship.weight", "cls.seq_relationship.bias"]
    guard head == nil else { return pooled + heads }
    return pooled + heads + ["lm_head.", "cls.", "classifier.", "qa_outputs."]
  }

  /// Without the head if the checkpoint has no part of it.
  package func fitted(to hasTensor: (String) -> Bool) -> any ModelFamily {
    guard let head, !head.names.contains(where: hasTensor) else { return self }
    var encoderAlone = self
    encoderAlone.head = nil
    return encoderAlone
  }

  package func hidden(_ graph: inout Graph) -> NodeID { encoder.hidden(&graph) }

  package func logits(_ graph: inout Graph, of rows: NodeID) -> NodeID {
    guard let head else { preconditionFailure("the family has no head") }
    return head.logits(&graph, of: rows)
  }
}

/// The head of masked language models: a layer, its activation and norm, and the vocabulary.
struct MaskedHead: Sendable {
  let dense: Dense
  let norm: Norm
  let activation: Activation
  /// The vocabulary's matrix, unless the embedding serves as such.
  let decoder: String
  /// The vocabulary's bias, which files call by one or both of two names.
  let bias: String
  let vocabularySize: Int
  /// The word embedding, if it is the decoder as well.
  let tied: String?

  /// Parameters behind those of the encoder.
  func add(to layout: inout Layout) {
    if tied != nil { layout.add(bias, .bias, columns: vocabularySize) }
    dense.add(to: &layout)
    norm.add(to: &layout)
    guard tied == nil else { return }
    layout.add("\(decoder).weight", .embedding, rows: vocabularySize, columns: norm.width)
    layout.add("\(decoder).bias", .bias, columns: vocabularySize)
  }

  /// Every name that one of its parameters may have.
  var names: [String] {
    var layout = Layout()
    add(to: &layout)
    return layout.slices.flatMap { [$0.name] + aliases(of: $0.name) }
  }

  /// Versions of transformers keep the vocabulary's bias in either place.
  func aliases(of name: String) -> [String] {
    switch name {
    case bias: ["\(decoder).bias"]
    case "\(decoder).bias": [bias]
    default: []
    }
  }

  func logits(_ graph: inout Graph, of rows: NodeID) -> NodeID {
    let middle = graph.add(Activate(activation), dense.apply(rows, &graph))
    let x = norm.apply(middle, &graph)
    return graph.add(
      Linear(), x, graph.parameter(tied ?? "\(decoder).weight"),
      graph.parameter(tied == nil ? "\(decoder).bias" : bias))
  }
}
