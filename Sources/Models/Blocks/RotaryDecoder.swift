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
    /// Elements of a head when the configuration has no such field; nil shares out the width.
    var headWidth: Int?
    /// Keys that a query sees; 0 is all.
    var window = 0
    /// The layers' kinds, of which only some have the window; empty is one window for all.
    var kinds: [LayerKind] = []
    var tied = false
    var inputBias = false
    var outputBias = false
    var feedForwardBias = false
    /// Whether queries and keys are normalized head by head before they are turned (Qwen3).
    var headNorms = false
    var activation = (field: "hidden_act", name: "silu")
    var rotary = RotaryForm()
    /// Frequencies of layers with a window, where they have others.
    var localRotary: RotaryForm?
    var gemma: Gemma?
  }

  /// What sets Gemma's models apart: norms before and behind each block, whose scale is stored as
  /// what it has above one; embeddings times the root of the width; scores of queries by a number
  /// of the configuration's; bounds of scores and logits, 0 where there are none.
  struct Gemma: Sendable {
    var scoreFactor: Float
    var scoreCap: Float = 0
    var logitCap: Float = 0
  }

  let vocabularySize: Int
  let maxPositions: Int
  let hasHead: Bool
  let width: Int
  let heads: Int
  let keyHeads: Int
  let headWidth: Int
  let inner: Int
  let activation: Activation
  let epsilon: Float
  let form: Form
  private let layers: Int
  private let tied: Bool
  private let frequencies: RotaryFrequencies
  private let localFrequencies: RotaryFrequencies?

  init(_ fields: ConfigurationFields, _ form: Form) throws(InputProblem) {
    self.form = form
    vocabularySize = try fields.size("vocab_size")
    maxPositions = try fields.size("max_position_embeddings", default: form.maxPositions)
    width = try fields.size("hidden_size")
    layers = try fields.layers()
    inner = try fields.size("intermediate_size")
    if form.kinds.isEmpty {
      try fields.requireLayers(layers, form.window > 0 ? .sliding : .full)
    }
    tied = try fields.flag("tie_word_embeddings", default: form.tied)
    // A tied head is there whenever the embedding is.
    hasHead = try fields.architecture(endsWith: "ForCausalLM") || tied
    activation = try fields.activation(form.activation.field, default: form.activation.name)
    epsilon = try fields.epsilon("rms_norm_eps", default: 1e-6)
    heads = try fields.size("num_attention_heads")
    keyHeads = try fields.keyHeads(heads: heads, default: form.keyHeads)
    headWidth = try Self.headWidth(fields, width: width, heads: heads, form)
    frequencies = try fields.rotary(
      headWidth: headWidth, maxPositions: maxPositions, form.rotary)
    if let local = form.localRotary {
      localFrequencies = try fields.rotary(
        headWidth: headWidth, maxPositions: maxPositions, local)
    } else {
      localFrequencies = nil
    }
  }

  private static func headWidth(
    _ fields: ConfigurationFields, width: Int, heads: Int, _ form: Form
  ) throws(InputProblem) -> Int {
    let fallback = fields.isNull("head_dim") ? nil : form.headWidth
    guard let given = try fields.sizeIfPresent("head_dim") ?? fallback else {
      return try fields.headWidth(width, heads: heads)
    }
    guard given <= ConfigurationFields.largestSize / heads else {
      throw InputProblem(
        at: fields.place, "'head_dim' \(given) times \(heads) heads is larger than 2^24")
    }
    return given
  }

  private var ends: DecoderEnds {
    DecoderEnds(
      tokens: "model.embed_tokens.weight", head: "lm_head.weight",
      norm: rmsNorm("model.norm", width), vocabularySize: vocabularySize, isTied: tied,
      hasHead: hasHead)
  }

  func rmsNorm(_ name: String, _ width: Int) -> Norm {
    Norm(name, .rms, width: width, epsilon: epsilon, isAboveOne: form.gemma != nil)
  }

  /// Parameters in the order in which transformers names them.
  var layout: Layout {
    var layout = Layout()
    ends.addTokens(to: &layout)
    for index in 0..<layers { layer(index).add(to: &layout) }
    ends.addEnd(to: &layout)
    return layout
  }

  /// Files saved from the base class have no `model.` in front.
  func aliases(of name: String) -> [String] {
    DecoderEnds.aliases(of: name, without: "model.")
  }

  func tied(to name: String) -> [String] { ends.tied(to: name) }

  /// Frequencies that old versions of transformers wrote, and heads that predict no tokens.
  var unread: [String] {
    ["rotary_emb.inv_freq"]
      + (hasHead ? [] : ends.unread + ["score.weight", "qa_outputs.weight"])
  }

  func hidden(_ graph: inout Graph) -> NodeID {
    let scale = form.gemma == nil ? 1 : Float(Double(width).squareRoot())
    var x = ends.embedded(&graph, times: scale)
    let table = graph.add(RotaryTable(frequencies))
    let local = localFrequencies.map { graph.add(RotaryTable($0)) } ?? table
    for index in 0..<layers {
      let layer = layer(index)
      x = layer.apply(x, table: layer.kind == .sliding ? local : table, &graph)
    }
    return x
  }

  func logits(_ graph: inout Graph, of rows: NodeID) -> NodeID {
    let logits = ends.logits(&graph, of: rows)
    guard let cap = form.gemma?.logitCap, cap > 0 else { return logits }
    return graph.add(SoftCap(cap), logits)
  }

  private func layer(_ index: Int) -> RotaryLayer {
    // Without kinds, every layer has the window, and the frequencies that there are.
    RotaryLayer(
      "model.layers.\(index)", of: self, kind: form.kinds.isEmpty ? nil : form.kinds[index])
  }
}

/// A family that is a `RotaryDecoder`: what remains is to read its configuration.
protocol RotaryFamily: ModelFamily {
  var decoder: RotaryDecoder { get }
}

extension RotaryFamily {
  package var vocabularySize: Int { decoder.vocabularySize }
  package var maxPositions: Int { decoder.maxPositions }
  package var hasHead: Bool { decoder.hasHead }
  package var layout: Layout { decoder.layout }
  package func aliases(of name: String) -> [String] { decoder.aliases(of: name) }
  package func tied(to name: String) -> [String] { decoder.tied(to: name) }
  package var unread: [String] { decoder.unread }
  package func hidden(_ graph: inout Graph) -> NodeID { decoder.hidden(&graph) }
  package func logits(_ graph: inout Graph, of rows: NodeID) -> NodeID {
    decoder.logits(&graph, of: rows)
  }
}
