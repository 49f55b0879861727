import Experiments
import Graphs
import Tensors

/// OPT: a decoder with learned positions and ReLU.
///
/// Zhang et al. 2022, arXiv:2205.01068.
/// Both forms: layer norm before each block with a final norm (all sizes but one), and after each
/// block with projected embeddings (opt-350m).
public struct OPT: ModelFamily {
  public static let modelType = "opt"

  public let vocabularySize: Int
  public let maxPositions: Int
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

  public init(_ fields: ConfigurationFields) throws(InputProblem) {
    vocabularySize = try fields.size("vocab_size")
    maxPositions = try fields.size("max_position_embeddings")
    width = try fields.size("hidden_size")
    embeddingWidth = try fields.size("word_embed_proj_dim", default: width)
    layers = try fields.size("num_hidden_layers")
    heads = try fields.size("num_attention_heads")
    inner = try fields.size("ffn_dim")
    normFirst = try fields.flag("do_layer_norm_before", default: true)
    let removed = try fields.flag("_remove_final_layer_norm", default: false)
    finalNorm = normFirst && !removed
    bias = try fields.flag("enable_bias", default: true)
    tied = try fields.flag("tie_word_embeddings", default: true)
    activation = try Self.activation(fields)
    guard width % heads == 0 else {
      throw InputProblem(
        at: fields.place, "'hidden_size' \(width) is not a multiple of \(heads) heads")
    }
    guard layers <= 1024 else {
      throw InputProblem(at: fields.place, "'num_hidden_layers' must be at most 1024")
    }
    guard try fields.flag("layer_norm_elementwise_affine", default: true) else {
      throw InputProblem(
        at: fields.place, "'layer_norm_elementwise_affine' false is not supported")
    }
  }

  private static func activation(_ fields: ConfigurationFields) throws(InputProblem) -> Activation {
    let name = try fields.text("activation_function", default: "relu")
    switch name {
    case "relu": return .relu
    case "gelu": return .gelu
    case "gelu_new", "gelu_pytorch_tanh": return .geluTanh
    default:
      throw InputProblem(
        at: fields.place, "'activation_function' \(name) is not supported (relu, gelu, gelu_new)")
    }
  }

  private static let tokens = "model.decoder.embed_tokens.weight"
  private static let positions = "model.decoder.embed_positions.weight"
  private static let projectIn = "model.decoder.project_in.weight"
  private static let projectOut = "model.decoder.project_out.weight"
  private static let norm = "model.decoder.final_layer_norm"
  private static let head = "lm_head.weight"
  private static func layer(_ index: Int) -> String { "model.decoder.layers.\(index)" }
  private static let projections = ["k_proj", "v_proj", "q_proj", "out_proj"]

  public var layout: Layout {
    var layout = Layout()
    layout.add(Self.tokens, .embedding, rows: vocabularySize, columns: embeddingWidth)
    layout.add(
      Self.positions, .embedding, rows: maxPositions + Self.positionOffset, columns: width)
    if embeddingWidth != width {
      layout.add(Self.projectOut, .matrix, rows: embeddingWidth, columns: width)
      layout.add(Self.projectIn, .matrix, rows: width, columns: embeddingWidth)
    }
    if finalNorm { addNorm(Self.norm, to: &layout) }
    for index in 0..<layers { addLayer(Self.layer(index), to: &layout) }
    if !tied { layout.add(Self.head, .embedding, rows: vocabularySize, columns: embeddingWidth) }
    return layout
  }

  private func addLayer(_ name: String, to layout: inout Layout) {
    for projection in Self.projections {
      addLinear("\(name).self_attn.\(projection)", out: width, in: width, to: &layout)
    }
    addNorm("\(name).self_attn_layer_norm", to: &layout)
    addLinear("\(name).fc1", out: inner, in: width, to: &layout)
    addLinear("\(name).fc2", out: width, in: inner, to: &layout)
    addNorm("\(name).final_layer_norm", to: &layout)
  }

  private func addLinear(_ name: String, out: Int, in width: Int, to layout: inout Layout) {
    layout.add("\(name).weight", .matrix, rows: out, columns: width)
    if bias { layout.add("\(name).bias", .bias, columns: out) }
  }

  private func addNorm(_ name: String, to layout: inout Layout) {
    layout.add("\(name).weight", .scale, columns: width)
    layout.add("\(name).bias", .bias, columns: width)
  }

  /// Files saved from the base class have no `model.` in front.
  public func aliases(of name: String) -> [String] {
    name.hasPrefix("model.") ? [String(name.dropFirst("model.".count))] : []
  }

  public func hidden(_ graph: inout Graph) -> NodeID {
    let table = graph.parameter(Self.tokens)
    var x = graph.add(Embedding(.token), table)
    if embeddingWidth != width { x = graph.add(Linear(), x, graph.parameter(Self.projectIn)) }
    let places = graph.add(
      Embedding(.position(offset: Self.positionOffset)), graph.parameter(Self.positions))
    x = graph.add(Add(), x, places)
    for index in 0..<layers { x = block(Self.layer(index), x, &graph) }
    return x
  }

  public func logits(_ graph: inout Graph, of rows: NodeID) -> NodeID {
    // The final norm and the projection work row by row: only scored rows pay for them.
    var x = rows
    if finalNorm { x = normalized(Self.norm, x, &graph) }
    if embeddingWidth != width { x = graph.add(Linear(), x, graph.parameter(Self.projectOut)) }
    return graph.add(Linear(), x, graph.parameter(tied ? Self.tokens : Self.head))
  }

  private func block(_ name: String, _ x: NodeID, _ graph: inout Graph) -> NodeID {
    let attended = residual(x, "\(name).self_attn_layer_norm", &graph) { input, graph in
      let q = linear("\(name).self_attn.q_proj", input, &graph)
      let k = linear("\(name).self_attn.k_proj", input, &graph)
      let v = linear("\(name).self_attn.v_proj", input, &graph)
      let attention = Attention(heads: heads, dimension: width / heads, causal: true)
      return linear("\(name).self_attn.out_proj", graph.add(attention, q, k, v), &graph)
    }
    return residual(attended, "\(name).final_layer_norm", &graph) { input, graph in
      let middle = graph.add(Activate(activation), linear("\(name).fc1", input, &graph))
      return linear("\(name).fc2", middle, &graph)
    }
  }

  private func residual(
    _ x: NodeID, _ norm: String, _ graph: inout Graph, _ body: (NodeID, inout Graph) -> NodeID
  ) -> NodeID {
    let input = normFirst ? normalized(norm, x, &graph) : x
    let change = body(input, &graph)
    let sum = graph.add(Add(), x, change)
    return normFirst ? sum : normalized(norm, sum, &graph)
  }

  private func linear(_ name: String, _ x: NodeID, _ graph: inout Graph) -> NodeID {
    let weight = graph.parameter("\(name).weight")
    guard bias else { return graph.add(Linear(), x, weight) }
    return graph.add(Linear(), x, weight, graph.parameter("\(name).bias"))
  }

  private func normalized(_ name: String, _ x: NodeID, _ graph: inout Graph) -> NodeID {
    graph.add(
      Normalize(.layer, epsilon: 1e-5), x, graph.parameter("\(name).weight"),
      graph.parameter("\(name).bias"))
  }
}
