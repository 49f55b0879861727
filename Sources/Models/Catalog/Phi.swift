import Graphs
import Tensors
import Vocabulary

/// Phi-1, 1.5 and 2: attention and feed-forward side by side on one norm, rotary positions in a
/// part of every head, and a head with a bias.
///
/// Li et al. 2023, arXiv:2309.05463.
package struct Phi: ModelFamily {
  package static let modelType = "phi"
  package static let classPrefix = "Phi"

  package let vocabularySize: Int
  package let maxPositions: Int
  package let hasHead: Bool
  private let width: Int
  private let layers: Int
  private let heads: Int
  private let keyHeads: Int
  private let inner: Int
  private let tied: Bool
  private let headNorms: Bool
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
    keyHeads = try fields.keyHeads(heads: heads, default: nil)
    inner = try fields.size("intermediate_size")
    tied = try fields.flag("tie_word_embeddings", default: false)
    hasHead = try fields.architecture(endsWith: "ForCausalLM")
    headNorms = try fields.flag("qk_layernorm", default: false)
    activation = try fields.activation("hidden_act", default: "gelu_new")
    epsilon = try fields.epsilon("layer_norm_eps", default: 1e-5)
    let dimension = try fields.headWidth(width, heads: heads)
    guard try fields.size("head_dim", default: dimension) == dimension else {
      throw InputProblem(at: fields.place, "'head_dim' other than \(dimension) is not supported")
    }
    frequencies = try fields.rotary(
      headWidth: dimension, maxPositions: maxPositions, RotaryForm(part: 0.5))
  }

  private var dimension: Int { width / heads }

  private var ends: DecoderEnds {
    DecoderEnds(
      tokens: "model.embed_tokens.weight", head: "lm_head.weight", headBias: "lm_head.bias",
      norm: layerNorm("model.final_layernorm", width), vocabularySize: vocabularySize,
      isTied: tied, hasHead: hasHead)
  }

  private func layerNorm(_ name: String, _ width: Int) -> Norm {
    Norm(name, .layer, width: width, epsilon: epsilon)
  }

  package var layout: Layout {
    var layout = Layout()
    ends.addTokens(to: &layout)
    for index in 0..<layers { layer(index).add(to: &layout) }
    ends.addEnd(to: &layout)
    return layout
  }

  /// Files saved from the base class have no `model.` in front.
  package func aliases(of name: String) -> [String] {
    DecoderEnds.aliases(of: name, without: "model.")
  }

  package func tied(to name: String) -> [String] { ends.tied(to: name) }

  /// Frequencies that old versions of transformers wrote, and heads that predict no tokens.
  package var unread: [String] {
    ["rotary_emb.inv_freq", "score.weight"] + ends.unread
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
    let input = layer.norm.apply(x, &graph)
    let rotary = Rotary(dimension: dimension, turned: 2 * frequencies.values.count)
    var (q, k) = (layer.query.apply(input, &graph), layer.key.apply(input, &graph))
    if let norms = layer.headNorms {
      q = norms.query.apply(q, &graph)
      k = norms.key.apply(k, &graph)
    }
    let v = layer.value.apply(input, &graph)
    let attention = Attention(
      heads: heads, keyHeads: keyHeads, dimension: dimension, causal: true)
    let seen = layer.output.apply(
      graph.add(attention, graph.add(rotary, q, table), graph.add(rotary, k, table), v), &graph)
    let middle = graph.add(Activate(activation), layer.up.apply(input, &graph))
    let change = graph.add(Add(), seen, layer.down.apply(middle, &graph))
    return graph.add(Add(), change, x)
  }

  /// The parts of one layer.
  private struct Layer {
    var query, key, value, output, up, down: Dense
    var headNorms: (query: Norm, key: Norm)?
    var norm: Norm

    func add(to layout: inout Layout) {
      for part in [query, key, value, output] { part.add(to: &layout) }
      headNorms?.query.add(to: &layout)
      headNorms?.key.add(to: &layout)
      for part in [up, down] { part.add(to: &layout) }
      norm.add(to: &layout)
    }
  }

  private func layer(_ index: Int) -> Layer {
    let name = "model.layers.\(index)"
    func dense(_ part: String, _ out: Int, _ columns: Int) -> Dense {
      Dense("\(name).\(part)", out: out, width: columns, bias: true)
    }
    func headNorm(_ part: String) -> Norm { layerNorm("\(name).self_attn.\(part)", dimension) }
    return Layer(
      query: dense("self_attn.q_proj", width, width),
      key: dense("self_attn.k_proj", keyHeads * dimension, width),
      value: dense("self_attn.v_proj", keyHeads * dimension, width),
      output: dense("self_attn.dense", width, width), up: dense("mlp.fc1", inner, width),
      down: dense("mlp.fc2", width, inner),
      headNorms: headNorms ? (headNorm("q_layernorm"), headNorm("k_layernorm")) : nil,
      norm: layerNorm("\(name).input_layernorm", width))
  }
}
