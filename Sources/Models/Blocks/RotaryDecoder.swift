import Graphs
import Tensors
import Vocabulary

/// The decoder that LLaMA began: RMS norm before each block, rotary positions, gated feed-forward.
///
/// Touvron et al. 2023, arXiv:2302.13971; key heads may be fewer than query heads (Ainslie et al.
/// 2023, arXiv:2305.13245). A family says in a `Form` what sets it apart.
package struct RotaryDecoder: Sendable {
  /// What a family has by nature, or by default where its configuration is silent.
  struct Form: Sendable {
    var maxPositions = 2048
    /// Key heads when the configuration has no such field; nil is as many as query heads.
    var keyHeads: Int?
    /// Keys that a query sees; 0 is all.
    var window = 0
    var tied = false
    var inputBias = false
    var outputBias = false
    var feedForwardBias = false
  }

  let vocabularySize: Int
  let maxPositions: Int
  let hasHead: Bool
  private let width: Int
  private let layers: Int
  private let heads: Int
  private let keyHeads: Int
  private let headWidth: Int
  private let inner: Int
  private let tied: Bool
  private let activation: Activation
  private let epsilon: Float
  private let frequencies: RotaryFrequencies
  private let form: Form

  init(_ fields: ConfigurationFields, _ form: Form) throws(InputProblem) {
    self.form = form
    vocabularySize = try fields.size("vocab_size")
    maxPositions = try fields.size("max_position_embeddings", default: form.maxPositions)
    width = try fields.size("hidden_size")
    layers = try fields.layers()
    inner = try fields.size("intermediate_size")
    tied = try fields.flag("tie_word_embeddings", default: form.tied)
    // A tied head is there whenever the embedding is.
    hasHead = try fields.architecture(endsWith: "ForCausalLM") || tied
    activation = try fields.activation("hidden_act", default: "silu")
    epsilon = try fields.epsilon("rms_norm_eps", default: 1e-6)
    heads = try fields.size("num_attention_heads")
    keyHeads = try Self.keyHeads(fields, heads: heads, form)
    headWidth = try Self.headWidth(fields, width: width, heads: heads)
    frequencies = try fields.rotary(headWidth: headWidth, maxPositions: maxPositions)
  }

  private static func keyHeads(
    _ fields: ConfigurationFields, heads: Int, _ form: Form
  ) throws(InputProblem) -> Int {
    // Null has always meant as many as query heads, whatever the family's default.
    let fallback = fields.isNull("num_key_value_heads") ? heads : form.keyHeads ?? heads
    let keyHeads = try fields.size("num_key_value_heads", default: fallback)
    guard heads % keyHeads == 0 else {
      throw InputProblem(
        at: fields.place,
        "'num_attention_heads' \(heads) is not a multiple of 'num_key_value_heads' \(keyHeads)")
    }
    return keyHeads
  }

  private static func headWidth(
    _ fields: ConfigurationFields, width: Int, heads: Int
  ) throws(InputProblem) -> Int {
    guard let given = try fields.sizeIfPresent("head_dim") else {
      return try fields.headWidth(width, heads: heads)
    }
    guard given <= ConfigurationFields.largestSize / heads else {
      throw InputProblem(
        at: fields.place, "'head_dim' \(given) times \(heads) heads is larger than 2^24")
    }
    return given
  }

  private static let tokens = "model.embed_tokens.weight"
  private static let head = "lm_head.weight"
  private var norm: Norm { Norm("model.norm", .rms, width: width, epsilon: epsilon) }

  /// Parameters in the order in which transformers names them.
  var layout: Layout {
    var layout = Layout()
    layout.add(Self.tokens, .embedding, rows: vocabularySize, columns: width)
    for index in 0..<layers { layer(index).add(to: &layout) }
    norm.add(to: &layout)
    if hasHead, !tied {
      layout.add(Self.head, .embedding, rows: vocabularySize, columns: width)
    }
    return layout
  }

  /// Files saved from the base class have no `model.` in front.
  func aliases(of name: String) -> [String] {
    name.hasPrefix("model.") ? [String(name.dropFirst("model.".count))] : []
  }

  func tied(to name: String) -> [String] { tied && name == Self.tokens ? [Self.head] : [] }

  /// Frequencies that old versions of transformers wrote, and heads that predict no tokens.
  var unread: [String] {
    ["rotary_emb.inv_freq"] + (hasHead ? [] : [Self.head, "score.weight", "qa_outputs.weight"])
  }

  func hidden(_ graph: inout Graph) -> NodeID {
    var x = graph.add(Embedding(.token), graph.parameter(Self.tokens))
    let table = graph.add(RotaryTable(frequencies))
    for index in 0..<layers { x = block(layer(index), x, table, &graph) }
    return x
  }

  /// The final norm works row by row: only scored rows pay for it.
  func logits(_ graph: inout Graph, of rows: NodeID) -> NodeID {
    let x = norm.apply(rows, &graph)
    return graph.add(Linear(), x, graph.parameter(tied ? Self.tokens : Self.head))
  }

  private func block(
    _ layer: Layer, _ x: NodeID, _ table: NodeID, _ graph: inout Graph
  ) -> NodeID {
    let input = layer.attentionNorm.apply(x, &graph)
    let rotary = Rotary(dimension: headWidth)
    let q = graph.add(rotary, layer.query.apply(input, &graph), table)
    let k = graph.add(rotary, layer.key.apply(input, &graph), table)
    let v = layer.value.apply(input, &graph)
    let attention = Attention(
      heads: heads, keyHeads: keyHeads, dimension: headWidth, causal: true, window: form.window)
    let seen = layer.output.apply(graph.add(attention, q, k, v), &graph)
    let attended = graph.add(Add(), x, seen)
    let middle = layer.feedForwardNorm.apply(attended, &graph)
    let gate = graph.add(Activate(activation), layer.gate.apply(middle, &graph))
    let gated = graph.add(Multiply(), gate, layer.up.apply(middle, &graph))
    return graph.add(Add(), attended, layer.down.apply(gated, &graph))
  }

  /// The parts of one layer.
  private struct Layer {
    var query, key, value, output, gate, up, down: Dense
    var attentionNorm, feedForwardNorm: Norm

    func add(to layout: inout Layout) {
      for part in [query, key, value, output, gate, up, down] { part.add(to: &layout) }
      attentionNorm.add(to: &layout)
      feedForwardNorm.add(to: &layout)
    }
  }

  private func layer(_ index: Int) -> Layer {
    let (wide, narrow) = (heads * headWidth, keyHeads * headWidth)
    func dense(_ name: String, _ out: Int, _ columns: Int, _ bias: Bool) -> Dense {
      Dense("model.layers.\(index).\(name)", out: out, width: columns, bias: bias)
    }
    func norm(_ name: String) -> Norm {
      Norm("model.layers.\(index).\(name)", .rms, width: width, epsilon: epsilon)
    }
    return Layer(
      query: dense("self_attn.q_proj", wide, width, form.inputBias),
      key: dense("self_attn.k_proj", narrow, width, form.inputBias),
      value: dense("self_attn.v_proj", narrow, width, form.inputBias),
      output: dense("self_attn.o_proj", width, wide, form.outputBias),
      gate: dense("mlp.gate_proj", inner, width, form.feedForwardBias),
      up: dense("mlp.up_proj", inner, width, form.feedForwardBias),
      down: dense("mlp.down_proj", width, inner, form.feedForwardBias),
      attentionNorm: norm("input_layernorm"),
      feedForwardNorm: norm("post_attention_layernorm"))
  }
}
