import Tensors

/// An operation in which a token's row depends on earlier tokens' rows.
///
/// Every operation that mixes tokens has to conform: what does not is taken to work row by row.
package protocol TokenMixing: Operation {
  /// Floats that are kept per cached token.
  var cachedColumns: Int { get }
  /// The same computation on tokens that follow cached ones; nil if there is none.
  ///
  /// - Parameter column: floats per token that other operations keep before this one's.
  func cached(at column: Int) -> (any Operation)?
}

/// What earlier tokens left in the layers: a block of `rows` tokens for each mixing operation.
struct CacheView {
  let floats: FloatView
  let rows: Int

  /// A block of rows × columns.
  func block(at column: Int, columns: Int) -> FloatView {
    floats.part(column * rows, columns * rows)
  }
}

/// A graph whose attention goes on from cached tokens.
package struct CachedGraph: Sendable {
  /// The nodes of the graph that it was made from, with their ids.
  package let graph: Graph
  /// Floats per cached token over all layers.
  package let columns: Int

  /// Nil if an operation cannot go on from cached tokens, as attention to later ones cannot.
  ///
  /// In a batch for this graph, the context of a segment is a range of rows of the cache; the
  /// segment's own tokens are added in the rows right behind it, and must have room there.
  package init?(_ original: Graph) {
    var graph = Graph(original.layout)
    var columns = 0
    for node in original.nodes {
      switch node.source {
      case .parameter(let slice): _ = graph.parameter(slice)
      case .direction(let slice): _ = graph.direction(slice)
      case .operation(let operation, let inputs):
        guard let mixing = operation as? any TokenMixing else {
          _ = graph.add(operation, inputs, storage: node.storage)
          continue
        }
        guard let cached = mixing.cached(at: columns) else { return nil }
        columns += mixing.cachedColumns
        _ = graph.add(cached, inputs, storage: node.storage)
      }
    }
    self.graph = graph
    self.columns = columns
  }
}
