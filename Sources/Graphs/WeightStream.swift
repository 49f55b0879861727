import Tensors

/// The parameters that pass through memory while a program runs: each is read from the
/// checkpoint's file by the operation that needs it, and leaves memory behind it.
///
/// An operation reads one matrix, so no more than the largest is resident. While it is computed,
/// the system reads the next one ahead, into its cache of files, not into this process.
struct WeightStream {
  private let weights: ParameterStore
  /// Per node: the parameters that its operation reads.
  private let reads: [[Slice]]
  /// Per node: the matrix that is multiplied next.
  private let next: [Slice?]

  init(_ graph: Graph, _ weights: ParameterStore) {
    self.weights = weights
    let parameters = graph.nodes.map { node -> [Slice] in
      guard case .operation(_, let inputs) = node.source else { return [] }
      return inputs.compactMap { graph.parameter(of: $0) }
    }
    reads = parameters
    var next: [Slice?] = []
    var following: Slice?
    for index in graph.nodes.indices.reversed() {
      next.append(following)
      let node = graph.nodes[index]
      // Of an embedding some rows are read, of a matrix all.
      if case .operation(let operation, _) = node.source, operation is any DenseProduct,
        let slice = parameters[index].first
      {
        following = slice
      }
    }
    self.next = next.reversed()
  }

  func willRun(_ node: Int) {
    if !reads[node].isEmpty, let slice = next[node] { weights.expect(slice) }
  }

  func didRun(_ node: Int) {
    for slice in reads[node] { weights.release(slice) }
  }
}
