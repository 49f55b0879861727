import Tensors

/// One pass over the training examples in the order in which a seed takes them.
package struct Epoch: Hashable, Sendable {
  var seed: Int
  var number: Int
  var count: Int
  /// Whether the order is shuffled, or that of the file.
  var isShuffled: Bool

  var order: [Int] {
    var order = Array(0..<count)
    guard isShuffled else { return order }
    var integers = RandomIntegers(RandomKey(seed: seed).folding(UInt64(number)), .batches)
    order.shuffle(using: &integers)
    return order
  }
}

/// Which examples make the batch of each step: epochs of shuffled examples, by keys alone.
///
/// Batch b of a seed is the same for every optimizer, mask and number of queries. An epoch's last,
/// short batch is filled from the next epoch.
package struct BatchOrder {
  /// Orders of epochs that many plans share.
  package typealias Orders = Memo<Epoch, [Int], Never>

  private var epoch: Epoch
  /// Examples of a batch.
  package let size: Int
  private let orders: Orders?
  private var order: [Int] = []

  /// - Parameter orders: where orders are looked up; without it none is kept but the present one.
  package init(seed: Int, _ sample: EncodedSample, batch: Int, orders: Orders? = nil) {
    let count = sample.train.count
    epoch = Epoch(seed: seed, number: -1, count: count, isShuffled: sample.isShuffled)
    size = min(batch, count)
    self.orders = orders
  }

  /// The examples of step `step`, counted from 0; steps are asked for in order.
  package mutating func examples(step: Int) -> [Int] {
    (0..<size).map { index in
      let (number, place) = (step * size + index).quotientAndRemainder(dividingBy: epoch.count)
      begin(number)
      return order[place]
    }
  }

  private mutating func begin(_ number: Int) {
    guard number != epoch.number else { return }
    epoch.number = number
    order = orders?.value(epoch) { epoch.order } ?? epoch.order
  }
}
