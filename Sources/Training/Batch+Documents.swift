import Graphs
import Models
import Tensors

extension Batch {
  /// Sequences in which every token is predicted: from those before it, or at its own place.
  ///
  /// The token that nothing is predicted from, the last of a causal sequence, is not fed.
  ///
  /// - Parameter virtual: tokens before every sequence, of which none is predicted.
  package static func documents(
    _ documents: [[Int32]], reading: Reading = .causal, after virtual: [Int32] = []
  ) -> Batch {
    let ahead = reading == .causal ? 1 : 0
    var batch = Batch()
    for ids in documents where ids.count > 1 {
      let start = batch.tokens.count
      let fed = ids.count - ahead
      batch.tokens += virtual + ids.prefix(fed)
      batch.positions += (0..<virtual.count + fed).map(Int32.init)
      batch.segments.append(Segment(queries: Span32(start, virtual.count + fed)))
      let rows = (start + virtual.count..<start + virtual.count + fed).map(Int32.init)
      let firstRow = batch.scored.count
      batch.pickRows += (firstRow..<firstRow + fed).map(Int32.init)
      batch.scored += rows
      batch.pickTokens += ids.dropFirst(ahead)
      batch.pickOptions += Array(repeating: Int32(batch.options.count), count: fed)
      batch.options.append(Span32(batch.options.count, 1))
      batch.gold.append(0)
    }
    return batch
  }
}
