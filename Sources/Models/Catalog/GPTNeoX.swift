import Graphs
import Tensors
import Vocabulary

/// GPT-NeoX, as the Pythia models are: attention and feed-forward side by side, each on a norm of
/// its own, and rotary positions in a part of every head.
///
/// Black et al. 2022, arXiv:2204.06745; Biderman et al. 2023, arXiv:2304.01373.
package struct GPTNeoX: ModelFamily {
  package static let modelType = "gpt_neox"
  package static let classPrefix = "GPTNeoX"

  package let vocabularySize: Int
  package let maxPositions: Int
  package let hasHead: Bool
  private let width: Int
  private let layers: Int
  private let heads: Int
  private let inner: Int
  private let tied: Bool
  private let bias: Bool
  private let isParallel: Bool
  private let activation: Activation
  private let epsilon: Float
  private let frequencies: RotaryFrequencies

  package init(_ fields: ConfigurationFields) throws(InputProblem) {
    vocabularySize = try fields.size("vocab_size")
    maxPositions = try fields.size("max_position_embeddings", default: 2048)
    width = try fields.size("hidden_size")
    layers = try fields.layers()
    try fields.requireLayers(layers, .full)
    heads = try fields.size("num_attention_heads")
    inner = try fields.size("intermediate_size")
    tied = try fields.flag("tie_word_embeddings", default: false)
    hasHead = try fields.architecture(endsWith: "ForCausalLM") || tied
    bias = try fields.flag("attention_bias", default: true)
    isParallel = try fields.flag("use_parallel_residual", default: true)
    activation = try fields.activation("hidden_act", default: "gelu")
    epsilon = try fields.epsilon("layer_norm_eps", default: 1e-5)
    frequencies = try fields.rotary(
      headWidth: try fields.plainHeadWidth(width, heads: heads), maxPositions: maxPositions,
      RotaryForm(baseField: "rotary_emb_base", part: 0.25, partField: "rotary_pct"))
  }

  private static let head = "embed_out.weight"

  private var ends: DecoderEnds {
    DecoderEnds(
      tokens: "gpt_neox.embed_in.weight", head: Self.head,
      norm: layerNorm("gpt_neox.final_layer_norm"), vocabularySize: vocabularySize, isTied: tied,
      hasHead: hasHead)
  }

  private func layerNorm(_ name: String) -> Norm {
    Norm(name, .layer, width: width, epsilon: epsilon)
  }

  package var layout: Layout {
    var layout = Layout()
    ends.addTokens(to: &layout)
    for index in 0..<layers { layer(index).add(to: &layout) }
    ends.addEnd(to: &layout)
    return layout
  }

  /// Files saved from the base class have no `gpt_neox.`; transformers' class has another name
  /// for the head than its files.
  package func aliases(of name: String) -> [String] {
    if name == Self.head { return ["lm_head.weight"] }
    return DecoderEnds.aliases(of: name, without: "gpt_neox.")
  }

  package func tied(to name: String) -> [String] { ends.tied(to: name) }

  /// Masks and frequencies that old versions of transformers wrote, and heads that predict no
  /// tokens.
  package var unread: [String] {
    ["attention.bias", "attention.masked_bias", "rotary_emb.inv_freq", "score.weight"]
      + ends.unread
  }

  package func hidden(_ graph: inout Graph) -> NodeID {
    var x = ends.embedded(&graph)
    let table = graph.add(RotaryTable(frequencies))
    for index in 0..<layers { x = block(layer(index), x, table, &graph) }
    return x
  }

  package func logits(_ graph: inout Graph, of rows: NodeID) -> NodeID {
    ends.logits(&graph, of: rows)
  }

  private func block(
    _ layer: Layer, _ x: NodeID, _ table: NodeID, _ graph: inout Graph
  ) -> NodeID {
    let dimension = width / heads
    let rotary = Rotary(dimension: dimension, turned: 2 * frequencies.values.count)
    let (q, k, v) = layer.inputs.apply(layer.attentionNorm.apply(x, &graph), &graph)
    let attention = Attention(heads: heads, dimension: dimension, causal: true)
    let seen = layer.output.apply(
      graph.add(attention, graph.add(rotary, q, table), graph.add(rotary, k, table), v), &graph)
    let attended = graph.add(Add(), seen, x)
    let input = layer.feedForwardNorm.apply(isParallel ? x : attended, &graph)
    let middle = graph.add(Activate(activation), layer.up.apply(input, &graph))
    return graph.add(Add(), attended, layer.down.apply(middle, &graph))
  }

  /// The parts of one layer.
  private struct Layer {
    var attentionNorm, feedForwardNorm: Norm
    var inputs: FusedInputs
    var output, up, down: Dense

    func add(to layout: inout Layout) {
      attentionNorm.add(to: &layout)
      feedForwardNorm.add(to: &layout)
      for part in [inputs.dense, output, up, down] { part.add(to: &layout) }
    }
  }

  private func layer(_ index: Int) -> Layer {
    let name = "gpt_neox.layers.\(index)"
    return Layer(
      attentionNorm: layerNorm("\(name).input_layernorm"),
      feedForwardNorm: layerNorm("\(name).post_attention_layernorm"),
      inputs: FusedInputs(
        "\(name).attention.query_key_value", width: width, heads: heads, bias: bias, .heads),
      output: Dense("\(name).attention.dense", out: width, width: width, bias: bias),
      up: Dense("\(name).mlp.dense_h_to_4h", out: inner, width: width, bias: true),
      down: Dense("\(name).mlp.dense_4h_to_h", out: width, width: inner, bias: true))
  }
}
