import Graphs
import Tensors

/// Where a decoder begins and ends: the embedding of tokens, the last norm, and the vocabulary
/// head, which may be the embedding itself.
struct DecoderEnds: Sendable {
  /// Names of parameters, as checkpoints have them.
  let tokens: String
  let head: String
  var headBias: String?
  let norm: Norm
  let vocabularySize: Int
  let isTied: Bool
  let hasHead: Bool

  /// vocabulary × width.
  func addTokens(to layout: inout Layout) {
    layout.add(tokens, .embedding, rows: vocabularySize, columns: norm.width)
  }

  /// The last norm, then the head if it has a matrix of its own, then its bias.
  func addEnd(to layout: inout Layout) {
    norm.add(to: &layout)
    guard hasHead else { return }
    if !isTied { layout.add(head, .embedding, rows: vocabularySize, columns: norm.width) }
    if let headBias { layout.add(headBias, .bias, columns: vocabularySize) }
  }

  /// Tokens to their vectors, times `scale`: tokens × width.
  func embedded(_ graph: inout Graph, times scale: Float = 1) -> NodeID {
    graph.add(Embedding(.token, times: scale), graph.parameter(tokens))
  }

  /// Scored rows to logits; the last norm works row by row, so only these rows pay for it.
  func logits(_ graph: inout Graph, of rows: NodeID) -> NodeID {
    let (x, matrix) = (norm.apply(rows, &graph), graph.parameter(isTied ? tokens : head))
    guard let headBias else { return graph.add(Linear(), x, matrix) }
    return graph.add(Linear(), x, matrix, graph.parameter(headBias))
  }

  /// Names of the parameters that the one called `name` is as well.
  func tied(to name: String) -> [String] { isTied && name == tokens ? [head] : [] }

  /// Tensors of a head that is not used.
  var unread: [String] { hasHead ? [] : [head] + (headBias.map { [$0] } ?? []) }

  /// What `name` is called in files saved from the base class, which have no `prefix` in front.
  static func aliases(of name: String, without prefix: String) -> [String] {
    name.hasPrefix(prefix) ? [String(name.dropFirst(prefix.count))] : []
  }
}
