/// A matrix product: rows × inner times inner × columns.
package struct ProductShape: Hashable, Sendable {
  package var rows: Int
  package var inner: Int
  package var columns: Int

  package var flops: Double { 2 * Double(rows) * Double(inner) * Double(columns) }
}

/// An operation that is one matrix product with a parameter, or makes the gradient of one.
protocol DenseProduct: Operation {
  func product(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> ProductShape
}

extension DenseProduct {
  package func flops(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> Double {
    product(inputs, output, extents).flops
  }
}

extension Graph {
  /// The products with parameters of one lane, in order: nearly all of a pass's arithmetic.
  package func products(_ extents: Extents) -> [ProductShape] {
    nodes.compactMap { node in
      guard case .operation(let operation, let inputs) = node.source,
        let dense = operation as? any DenseProduct
      else { return nil }
      return dense.product(inputs.map { self[$0].shape }, node.shape, extents)
    }
  }
}
