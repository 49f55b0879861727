import Graphs
import Tensors
import Vocabulary

/// One layer of a `RotaryDecoder`: its parameters and its nodes.
struct RotaryLayer: Sendable {
  /// Nil where all layers are of one kind.
  let kind: LayerKind?
  private let decoder: RotaryDecoder
  private let query, key, value, output, gate, up, down: Dense
  /// Of queries and keys, if these are normalized.
  private let headNorms: (query: Norm, key: Norm)?
  private let attentionNorm, feedForwardNorm: Norm
  /// Behind attention and feed-forward, before they join the residual stream.
  private let outer: (attention: Norm, feedForward: Norm)?

  init(_ name: String, of decoder: RotaryDecoder, kind: LayerKind?) {
    self.decoder = decoder
    self.kind = kind
    let (form, width, inner) = (decoder.form, decoder.width, decoder.inner)
    let wide = decoder.heads * decoder.headWidth
    let narrow = decoder.keyHeads * decoder.headWidth
    func dense(_ part: String, _ out: Int, _ columns: Int, _ bias: Bool) -> Dense {
      Dense("\(name).\(part)", out: out, width: columns, bias: bias)
    }
    func norm(_ part: String, _ columns: Int) -> Norm {
      decoder.rmsNorm("\(name).\(part)", columns)
    }
    query = dense("self_attn.q_proj", wide, width, form.inputBias)
    key = dense("self_attn.k_proj", narrow, width, form.inputBias)
    value = dense("self_attn.v_proj", narrow, width, form.inputBias)
    output = dense("self_attn.o_proj", width, wide, form.outputBias)
    gate = dense("mlp.gate_proj", inner, width, form.feedForwardBias)
    up = dense("mlp.up_proj", inner, width, form.feedForwardBias)
    down = dense("mlp.down_proj", width, inner, form.feedForwardBias)
    headNorms =
      form.headNorms
      ? (
        norm("self_attn.q_norm", decoder.headWidth), norm("self_attn.k_norm", decoder.headWidth)
      ) : nil
    attentionNorm = norm("input_layernorm", width)
    let isGemma = form.gemma != nil
    feedForwardNorm = norm(
      isGemma ? "pre_feedforward_layernorm" : "post_attention_layernorm", width)
    outer =
      isGemma
      ? (norm("post_attention_layernorm", width), norm("post_feedforward_layernorm", width)) : nil
  }

  func add(to layout: inout Layout) {
    for part in [query, key, value, output] { part.add(to: &layout) }
    headNorms?.query.add(to: &layout)
    headNorms?.key.add(to: &layout)
    for part in [gate, up, down] { part.add(to: &layout) }
    attentionNorm.add(to: &layout)
    outer?.attention.add(to: &layout)
    feedForwardNorm.add(to: &layout)
    outer?.feedForward.add(to: &layout)
  }

  /// tokens × width to tokens × width, turned by the angles of `table`.
  func apply(_ x: NodeID, table: NodeID, _ graph: inout Graph) -> NodeID {
    var seen = attend(attentionNorm.apply(x, &graph), table, &graph)
    if let outer { seen = outer.attention.apply(seen, &graph) }
    let attended = graph.add(Add(), x, seen)
    var change = feedForward(feedForwardNorm.apply(attended, &graph), &graph)
    if let outer { change = outer.feedForward.apply(change, &graph) }
    return graph.add(Add(), attended, change)
  }

  private func attend(_ input: NodeID, _ table: NodeID, _ graph: inout Graph) -> NodeID {
    let rotary = Rotary(dimension: decoder.headWidth)
    var q = query.apply(input, &graph)
    if let headNorms { q = headNorms.query.apply(q, &graph) }
    q = graph.add(rotary, q, table)
    var k = key.apply(input, &graph)
    if let headNorms { k = headNorms.key.apply(k, &graph) }
    k = graph.add(rotary, k, table)
    let v = value.apply(input, &graph)
    return output.apply(graph.add(attention, q, k, v), &graph)
  }

  private var attention: Attention {
    var attention = Attention(
      heads: decoder.heads, keyHeads: decoder.keyHeads, dimension: decoder.headWidth, causal: true,
      window: kind == .full ? 0 : decoder.form.window)
    if let gemma = decoder.form.gemma {
      attention.factor = gemma.scoreFactor
      attention.cap = gemma.scoreCap
    }
    return attention
  }

  private func feedForward(_ x: NodeID, _ graph: inout Graph) -> NodeID {
    let gate = graph.add(Activate(decoder.activation), gate.apply(x, &graph))
    return down.apply(graph.add(Multiply(), gate, up.apply(x, &graph)), &graph)
  }
}
