import Graphs
import Tensors
import Vocabulary

/// GPT-2: a decoder with learned positions, whose checkpoints have their matrices as in × out.
///
/// Radford et al. 2019, "Language models are unsupervised multitask learners".
package struct GPT2: ModelFamily {
  package static let modelType = "gpt2"
  package static let classPrefix = "GPT2"

  package let vocabularySize: Int
  package let maxPositions: Int
  package let hasHead: Bool
  private let width: Int
  private let layers: Int
  private let heads: Int
  private let inner: Int
  private let tied: Bool
  private let activation: Activation
  private let epsilon: Float

  private static let names = [
    "hidden_size": "n_embd", "max_position_embeddings": "n_positions",
    "num_attention_heads": "n_head", "num_hidden_layers": "n_layer",
  ]

  package init(_ fields: ConfigurationFields) throws(InputProblem) {
    let fields = try fields.renamed(Self.names)
    vocabularySize = try fields.size("vocab_size")
    maxPositions = try fields.size("n_positions", default: 1024)
    width = try fields.size("n_embd")
    layers = try fields.layers("n_layer")
    try fields.requireLayers(layers, .full)
    heads = try fields.size("n_head")
    inner = try fields.size("n_inner", default: min(4 * width, ConfigurationFields.largestSize))
    tied = try fields.flag("tie_word_embeddings", default: true)
    // A tied head is there whenever the embedding is.
    hasHead = try fields.architecture(endsWith: "LMHeadModel") || tied
    activation = try fields.activation("activation_function", default: "gelu_new")
    epsilon = try fields.epsilon("layer_norm_epsilon", default: 1e-5)
    _ = try fields.plainHeadWidth(width, heads: heads, "n_embd")
    try fields.refuse("scale_attn_by_inverse_layer_idx")
    guard try fields.flag("scale_attn_weights", default: true) else {
      throw InputProblem(at: fields.place, "'scale_attn_weights' false is not supported")
    }
  }

  private static let positions = "transformer.wpe.weight"

  private var ends: DecoderEnds {
    DecoderEnds(
      tokens: "transformer.wte.weight", head: "lm_head.weight",
      norm: layerNorm("transformer.ln_f"), vocabularySize: vocabularySize, isTied: tied,
      hasHead: hasHead)
  }

  private func layerNorm(_ name: String) -> Norm {
    Norm(name, .layer, width: width, epsilon: epsilon)
  }

  package var layout: Layout {
    var layout = Layout()
    ends.addTokens(to: &layout)
    layout.add(Self.positions, .embedding, rows: maxPositions, columns: width)
    for index in 0..<layers { layer(index).add(to: &layout) }
    ends.addEnd(to: &layout)
    return layout
  }

  /// Files saved from the base class, as those of the first models, have no `transformer.`.
  package func aliases(of name: String) -> [String] {
    DecoderEnds.aliases(of: name, without: "transformer.")
  }

  package func tied(to name: String) -> [String] { ends.tied(to: name) }

  /// All but embeddings and head, which are `Conv1D` in transformers.
  package func isTransposed(_ name: String) -> Bool {
    [".c_attn.weight", ".c_proj.weight", ".c_fc.weight"].contains { name.hasSuffix($0) }
  }

  /// Masks that old versions of transformers wrote, and heads that predict no tokens.
  package var unread: [String] {
    ["attn.bias", "attn.masked_bias", "score.weight"] + ends.unread
  }

  package func hidden(_ graph: inout Graph) -> NodeID {
    let words = ends.embedded(&graph)
    let places = graph.add(Embedding(.position(offset: 0)), graph.parameter(Self.positions))
    var x = graph.add(Add(), words, places)
    for index in 0..<layers { x = block(layer(index), x, &graph) }
    return x
  }

  package func logits(_ graph: inout Graph, of rows: NodeID) -> NodeID {
    ends.logits(&graph, of: rows)
  }

  private func block(_ layer: Layer, _ x: NodeID, _ graph: inout Graph) -> NodeID {
    let (q, k, v) = layer.inputs.apply(layer.attentionNorm.apply(x, &graph), &graph)
    let attention = Attention(heads: heads, dimension: width / heads, causal: true)
    let seen = layer.output.apply(graph.add(attention, q, k, v), &graph)
    let attended = graph.add(Add(), seen, x)
    let input = layer.up.apply(layer.feedForwardNorm.apply(attended, &graph), &graph)
    let change = layer.down.apply(graph.add(Activate(activation), input), &graph)
    return graph.add(Add(), attended, change)
  }

  /// The parts of one layer.
  private struct Layer {
    var attentionNorm: Norm
    var inputs: FusedInputs
    var output: Dense
    var feedForwardNorm: Norm
    var up, down: Dense

    func add(to layout: inout Layout) {
      attentionNorm.add(to: &layout)
      for part in [inputs.dense, output] { part.add(to: &layout) }
      feedForwardNorm.add(to: &layout)
      for part in [up, down] { part.add(to: &layout) }
    }
  }

  private func layer(_ index: Int) -> Layer {
    let name = "transformer.h.\(index)"
    func dense(_ part: String, _ out: Int, _ columns: Int) -> Dense {
      Dense("\(name).\(part)", out: out, width: columns, bias: true)
    }
    return Layer(
      attentionNorm: layerNorm("\(name).ln_1"),
      inputs: FusedInputs("\(name).attn.c_attn", width: width, heads: heads, bias: true, .parts),
      output: dense("attn.c_proj", width, width), feedForwardNorm: layerNorm("\(name).ln_2"),
      up: dense("mlp.c_fc", inner, width), down: dense("mlp.c_proj", width, inner))
  }
}
