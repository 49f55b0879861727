import Experiments
import Graphs
import Tasks
import Tensors
import Tokenizers

extension Tokenizer: TextEncoder {}

/// A stand-in for a tokenizer that is not there, for forecasts: about one token per four bytes.
struct EstimatedLengths: TextEncoder {
  func encode(_ text: String, special: Bool) -> [Int32] {
    let words = text.split(whereSeparator: \.isWhitespace)
    let pieces = words.reduce(special ? 1 : 0) { $0 + max(1, ($1.utf8.count + 2) / 5) }
    return Array(repeating: 0, count: pieces)
  }
}

/// A task's sample as token ids.
struct EncodedSample: Sendable {
  let objective: Objective
  let train: [EncodedExample]
  let dev: [EncodedExample]
  let test: [EncodedExample]
  let digest: ContentDigest

  init(
    _ sample: TaskSample, objective: Objective, encoder: some TextEncoder, maxLength: Int
  ) throws(InputProblem) {
    let encoder = ExampleEncoder(encoder, maxLength: maxLength)
    func encode(_ examples: [Example]) throws(InputProblem) -> [EncodedExample] {
      var encoded: [EncodedExample] = []
      for example in examples { encoded.append(try encoder.encode(example)) }
      return encoded
    }
    self.objective = objective
    train = try encode(sample.train)
    dev = try encode(sample.dev)
    test = try encode(sample.test)
    digest = sample.digest
  }
}

/// Which examples make the batch of each step: epochs of shuffled examples, by keys alone.
///
/// Batch b of a seed is the same for every optimizer, mask and number of queries. An epoch's last,
/// short batch is filled from the next epoch.
struct BatchOrder {
  private let key: RandomKey
  private let count: Int
  private let size: Int
  private var epoch = -1
  private var order: [Int] = []

  init(seed: Int, examples: Int, batch: Int) {
    key = RandomKey(seed: seed)
    count = examples
    size = min(batch, examples)
  }

  /// The examples of step `step`, counted from 0; steps are asked for in order.
  mutating func examples(step: Int) -> [Int] {
    (0..<size).map { index in
      let place = step * size + index
      shuffle(epoch: place / count)
      return order[place % count]
    }
  }

  private mutating func shuffle(epoch wanted: Int) {
    guard wanted != epoch else { return }
    var integers = RandomIntegers(key.folding(UInt64(wanted)), .batches)
    order = Array(0..<count).shuffled(using: &integers)
    epoch = wanted
  }
}
