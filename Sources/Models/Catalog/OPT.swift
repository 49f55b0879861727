import Graphs
import Tensors
import Vocabulary

/// OPT: a decoder with learned positions and ReLU.
///
/// Zhang et al. 2022, arXiv:2205.01068.
/// Both forms: layer norm before each block with a final norm (all sizes but one), and after each
/// block with projected embeddings (opt-350m).
package struct OPT: ModelFamily {
  package static let modelType = "opt"
  package static let classPrefix = "OPT"

  package let vocabularySize: Int
  package let maxPositions: Int
  let width: Int
  let embeddingWidth: Int
  let layers: Int
  let heads: Int
  let inner: Int
  let normFirst: Bool
  let finalNorm: Bool
  let bias: Bool
  let tied: Bool
  let activation: Activation

  /// Positions are shifted by two in OPT's table.
  private static let positionOffset = 2

  package init(_ fields: ConfigurationFields) throws(InputProblem) {
    vocabularySize = try fields.size("vocab_size")
    maxPositions = try fields.size("max_position_embeddings")
    width = try fields.size("hidden_size")
    embeddingWidth = try fields.size("word_embed_proj_dim", default: width)
    layers = try fields.layers()
    try fields.requireLayers(layers, .full)
    heads = try fields.size("num_attention_heads")
    inner = try fields.size("ffn_dim")
    normFirst = try fields.flag("do_layer_norm_before", default: true)
    let removed = try fields.flag("_remove_final_layer_norm", default: false)
    finalNorm = normFirst && !removed
    bias = try fields.flag("enable_bias", default: true)
    tied = try fields.flag("tie_word_embeddings", default: true)
    activation = try fields.activation("activation_function", default: "relu")
    _ = try fields.plainHeadWidth(width, heads: heads)
    guard try fields.flag("layer_norm_elementwise_affine", default: true) else {
      throw InputProblem(
        at: fields.place, "'layer_norm_elementwise_affine' false is not supported")
    }
  }

  private static let tokens = "model.decoder.embed_tokens.weight"
  private static let positions = "model.decoder.embed_positions.weight"
  private static let projectIn = "model.decoder.project_in.weight"
  private static let projectOut = "model.decoder.project_out.weight"
  private static let head = "lm_head.weight"
  private var norm: Norm { layerNorm("model.decoder.final_layer_norm") }

  private func layerNorm(_ name: String) -> Norm {
    Norm(name, .layer, width: width, epsilon: 1e-5)
  }

  package var layout: Layout {
    var layout = Layout()
    layout.add(Self.tokens, .embedding, rows: vocabularySize, columns: embeddingWidth)
    layout.add(
      Self.positions, .embedding, rows: maxPositions + Self.positionOffset, columns: width)
    if embeddingWidth != width {
      layout.add(Self.projectOut, .matrix, rows: embeddingWidth, columns: width)
      layout.add(Self.projectIn, .matrix, rows: width, columns: embeddingWidth)
    }
    if finalNorm { norm.add(to: &layout) }
    for index in 0..<layers { layer(index).add(to: &layout) }
    if !tied { layout.add(Self.head, .embedding, rows: vocabularySize, columns: embeddingWidth) }
    return layout
  }

  private func layer(_ index: Int) -> DenseLayer {
    let name = "model.decoder.layers.\(index)"
    func dense(_ part: String, _ out: Int, _ columns: Int) -> Dense {
      Dense("\(name).\(part)", out: out, width: columns, bias: bias)
    }
    return DenseLayer(
      query: dense("self_attn.q_proj", width, width), key: dense("self_attn.k_proj", width, width),
      value: dense("self_attn.v_proj", width, width),
      output: dense("self_attn.out_proj", width, width),
      attentionNorm: layerNorm("\(name).self_attn_layer_norm"), up: dense("fc1", inner, width),
      down: dense("fc2", width, inner), feedForwardNorm: layerNorm("\(name).final_layer_norm"),
      queryIsLast: true)
  }

  /// Files saved from the base class have no `model.` in front.
  package func aliases(of name: String) -> [String] {
    name.hasPrefix("model.") ? [String(name.dropFirst("model.".count))] : []
  }

  package func tied(to name: String) -> [String] {
    tied && name == Self.tokens ? [Self.head] : []
  }

  /// A mark of fairseq's files.
  package var unread: [String] { ["decoder.version"] }

  package func hidden(_ graph: inout Graph) -> NodeID {
    let table = graph.parameter(Self.tokens)
    var x = graph.add(Embedding(.token), table)
    if embeddingWidth != width { x = graph.add(Linear(), x, graph.parameter(Self.projectIn)) }
    let places = graph.add(
      Embedding(.position(offset: Self.positionOffset)), graph.parameter(Self.positions))
    x = graph.add(Add(), x, places)
    for index in 0..<layers { x = block(layer(index), x, &graph) }
    return x
  }

  package func logits(_ graph: inout Graph, of rows: NodeID) -> NodeID {
    // The final norm and the projection work row by row: only scored rows pay for them.
    var x = rows
    if finalNorm { x = norm.apply(x, &graph) }
    if embeddingWidth != width { x = graph.add(Linear(), x, graph.parameter(Self.projectOut)) }
    return graph.add(Linear(), x, graph.parameter(tied ? Self.tokens : Self.head))
  }

  private func block(_ layer: DenseLayer, _ x: NodeID, _ graph: inout Graph) -> NodeID {
    let attended = residual(x, layer.attentionNorm, &graph) { input, graph in
      layer.attend(input, heads: heads, causal: true, &graph)
    }
    return residual(attended, layer.feedForwardNorm, &graph) { input, graph in
      layer.feedForward(input, activation, &graph)
    }
  }

  private func residual(
    _ x: NodeID, _ norm: Norm, _ graph: inout Graph, _ body: (NodeID, inout Graph) -> NodeID
  ) -> NodeID {
    let input = normFirst ? norm.apply(x, &graph) : x
    let change = body(input, &graph)
    let sum = graph.add(Add(), x, change)
    return normFirst ? sum : norm.apply(sum, &graph)
  }
}
