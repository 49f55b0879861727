import Tensors

/// Which examples make the batch of each step: epochs of shuffled examples, by keys alone.
///
/// Batch b of a seed is the same for every optimizer, mask and number of queries. An epoch's last,
/// short batch is filled from the next epoch.
package struct BatchOrder {
  private let key: RandomKey
  private let count: Int
  private let size: Int
  private let isShuffled: Bool
  private var epoch = -1
  private var order: [Int] = []

  package init(seed: Int, _ sample: EncodedSample, batch: Int) {
    key = RandomKey(seed: seed)
    count = sample.train.count
    size = min(batch, count)
    isShuffled = sample.isShuffled
  }

  /// The examples of step `step`, counted from 0; steps are asked for in order.
  package mutating func examples(step: Int) -> [Int] {
    (0..<size).map { index in
      let place = step * size + index
      shuffle(epoch: place / count)
      return order[place % count]
    }
  }

  private mutating func shuffle(epoch wanted: Int) {
    guard wanted != epoch else { return }
    epoch = wanted
    order = Array(0..<count)
    guard isShuffled else { return }
    var integers = RandomIntegers(key.folding(UInt64(wanted)), .batches)
    order.shuffle(using: &integers)
  }
}
