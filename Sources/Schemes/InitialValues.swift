import Foundation
import Graphs
import Models
import Tensors
import Vocabulary

/// What a scheme's own parameter is before training.
package enum InitialValues: Hashable, Sendable {
  case constant(Float)
  /// Normal with mean 0.
  case normal(deviation: Float)
  /// Uniform between −bound and bound.
  case uniform(bound: Float)
  /// A parameter of the base.
  case copy(of: Slice)
  /// Rows of an embedding, of tokens drawn at random, times a number.
  case embeddings(of: Slice, times: Float)
  /// Keys (1) or values (2) of an attention of the base, in order, for tokens drawn at random.
  case activations(attention: Int, input: Int)
}

extension TunedModel {
  /// Fills the parameters of the scheme; those of the base must be there already.
  ///
  /// - Parameters:
  ///   - store: the weights, of this model's layout.
  ///   - key: what random values are drawn from.
  ///   - ledger: where memory for a pass through the base is entered, if one is needed.
  package func initialize(
    _ store: ParameterStore, key: RandomKey, ledger: Ledger
  ) throws(OutOfMemory) {
    let key = key.folding(0x5c_4e4d)
    try fillActivations(store, key: key, ledger: ledger)
    for (index, initial) in adapters.sorted(by: { $0.key < $1.key }) {
      let slice = layout.slices[index]
      guard let values = initial.values(of: slice, key: key, store) else { continue }
      store.fill(slice, with: values)
    }
  }

  /// One pass of the base over random tokens, for the parameters that begin as its activations.
  private func fillActivations(
    _ store: ParameterStore, key: RandomKey, ledger: Ledger
  ) throws(OutOfMemory) {
    let wanted = adapters.sorted { $0.key < $1.key }.compactMap { index, initial in
      if case .activations(let attention, let input) = initial {
        return (slice: layout.slices[index], attention: attention, input: input)
      }
      return nil
    }
    guard let first = wanted.first else { return }
    var graph = Graph(layout)
    let attentions = graph.operations { base.hidden(&$0) }.filter { $0.operation is Attention }
    _ = base.hidden(&graph)
    let nodes = wanted.map { attentions[$0.attention].inputs[$0.input] }
    var batch = Batch()
    batch.tokens = key.tokens(first.slice.rows, below: vocabularySize).map(Int32.init)
    batch.positions = batch.tokens.indices.map(Int32.init)
    batch.segments = [Segment(queries: Span32(0, batch.tokens.count))]
    let executor = try Executor(
      Program(graph, outputs: nodes), .init(format: store.format), weights: store,
      capacity: batch.extents, ledger: ledger)
    executor.load(batch)
    executor.run()
    for (place, node) in zip(wanted, nodes) {
      store.fill(place.slice, with: executor.value(node).array)
    }
  }
}

extension InitialValues {
  /// Nil for values that only a pass through the base gives.
  fileprivate func values(
    of slice: Slice, key: RandomKey, _ store: ParameterStore
  ) -> [Float]? {
    switch self {
    case .constant(let value): return Array(repeating: value, count: slice.count)
    case .normal(let deviation): return key.normals(slice).map { deviation * $0 }
    case .uniform(let bound):
      var numbers = RandomIntegers(key.folding(UInt64(slice.index)), .initialization)
      // 24 bits: every value is exact in 32-bit floats before it is scaled.
      return (0..<slice.count).map { _ in
        bound * (Float(numbers.next() >> 40) / Float(1 << 23) - 1)
      }
    case .copy(let other): return store.view(other).values
    case .embeddings(let table, let factor):
      return key.tokens(slice.rows, below: table.rows).flatMap { row in
        store.view(table).part(row * table.columns, table.columns).values.map { factor * $0 }
      }
    case .activations: return nil
    }
  }
}

extension RandomKey {
  /// Token ids, each as likely as any other.
  fileprivate func tokens(_ count: Int, below bound: Int) -> [Int] {
    var numbers = RandomIntegers(self, .initialization)
    return (0..<count).map { _ in Int.random(in: 0..<bound, using: &numbers) }
  }

  /// Standard normal values by Box and Muller, from a key of the slice's own.
  fileprivate func normals(_ slice: Slice) -> [Float] {
    var numbers = RandomIntegers(folding(UInt64(slice.index)), .initialization)
    return (0..<slice.count).map { _ in Float.normal(using: &numbers) }
  }
}

extension Float {
  /// A standard normal value, by Box and Muller from two uniform ones.
  static func normal(using numbers: inout some RandomNumberGenerator) -> Float {
    let first = (Double(numbers.next() >> 11) + 1) * 0x1p-53
    let second = Double(numbers.next() >> 11) * 0x1p-53
    return Float((-2 * log(first)).squareRoot() * cos(2 * Double.pi * second))
  }
}
