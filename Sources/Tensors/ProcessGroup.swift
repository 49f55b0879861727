/// Processes that make the same steps together, each with all weights.
///
/// Everyone calls the same functions in the same order.
package protocol ProcessGroup: AnyObject, Sendable {
  /// This process among the others: 0 to `size - 1`.
  var rank: Int { get }
  /// How many there are.
  var size: Int { get }
  /// The floats of everyone, in the order of ranks; all give the same number of them.
  func gather(_ own: [Float]) -> [Float]
  /// Replaces values by their sums over processes: the same bits everywhere, summed in an order
  /// that depends on nothing but the number of processes.
  func sum(_ values: FloatView)
  /// The bytes of rank 0.
  func broadcast(_ bytes: [UInt8]) -> [UInt8]
  /// Leaves when the others do.
  func leave()
}

extension ProcessGroup {
  /// The part of `count` things that is this process's; the parts of all cover them, in order, and
  /// none is larger than that of rank 0.
  package func share(of count: Int) -> Range<Int> { share(of: count, rank: rank) }

  /// The part of `count` things that a process has.
  package func share(of count: Int, rank: Int) -> Range<Int> {
    (count * rank + size - 1) / size..<(count * (rank + 1) + size - 1) / size
  }

  /// Everyone's part of `count` rows of `width` floats, put together.
  ///
  /// - Parameter own: this process's rows: as many as `share` says.
  package func gather(rows own: [Float], of count: Int, width: Int = 1) -> [Float] {
    precondition(own.count == share(of: count).count * width, "not this process's share")
    let most = (count + size - 1) / size * width
    let padded = own + [Float](repeating: 0, count: most - own.count)
    let all = gather(padded)
    return (0..<size).flatMap { rank in
      all[rank * most..<rank * most + share(of: count, rank: rank).count * width]
    }
  }
}
