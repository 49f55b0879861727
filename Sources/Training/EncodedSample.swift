import Graphs
import Models
import Tasks
import Tensors
import Tokenizers
import Vocabulary

extension Tokenizer: TextEncoder {}

/// A stand-in for a tokenizer that is not there, for forecasts: about one token per four bytes.
struct EstimatedLengths: TextEncoder {
  let isEstimate = true

  func encode(_ text: String, special: Bool) -> [Int32] {
    let words = text.split(whereSeparator: \.isWhitespace)
    let pieces = words.reduce(special ? 1 : 0) { $0 + max(1, ($1.utf8.count + 2) / 5) }
    return Array(repeating: 0, count: pieces)
  }
}

/// A task's sample as token ids.
struct EncodedSample: Sendable {
  /// The task's own.
  let objective: Objective
  private(set) var train: [EncodedExample]
  private(set) var dev: [EncodedExample]
  private(set) var test: SealedExamples
  private(set) var calibration: CalibrationTexts?
  let digest: ContentDigest
  /// Whether training draws its examples in shuffled epochs, or as they come in the file.
  var isShuffled = true

  init(
    _ sample: TaskSample, encoder: some TextEncoder, _ resolution: Resolution
  ) throws(InputProblem) {
    let encoder = ExampleEncoder(
      encoder, maxLength: resolution.maxLength, newTokens: resolution.newTokens,
      mask: try resolution.model.mask)
    func encode(_ examples: [Example]) throws(InputProblem) -> [EncodedExample] {
      var encoded: [EncodedExample] = []
      for example in examples { encoded.append(try encoder.encode(example)) }
      return encoded
    }
    objective = resolution.task.objective
    train = try encode(sample.train)
    dev = try encode(sample.dev)
    let tested = try encode(sample.test)
    cut = [.train: train, .dev: dev, .test: tested].mapValues { $0.count(where: \.isCut) }
    test = SealedExamples(tested)
    digest = sample.digest
    isGivenShots = sample.isGiven
    guard resolution.calibration != .none else { return }
    calibration = try CalibrationTexts(sample) { example throws(InputProblem) in
      try encoder.encode(example)
    }
  }

  /// Whether the task's files say which examples there are.
  let isGivenShots: Bool
  /// How many examples of each split lost tokens to `maxLength`.
  private(set) var cut: [Split: Int] = [:]

  /// The rows of the vocabulary head that the training's losses need.
  var head: HeadRows { train.allSatisfy(\.comparesOneRow) ? .candidates : .vocabulary }

  /// The sample with every example changed.
  func mapped(_ change: (EncodedExample) -> EncodedExample) -> EncodedSample {
    var sample = self
    sample.train = train.map(change)
    sample.dev = dev.map(change)
    sample.test = test.mapped(change)
    sample.calibration = calibration?.mapped(change)
    return sample
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
  private let isShuffled: Bool
  private var epoch = -1
  private var order: [Int] = []

  init(seed: Int, _ sample: EncodedSample, batch: Int) {
    key = RandomKey(seed: seed)
    count = sample.train.count
    size = min(batch, count)
    isShuffled = sample.isShuffled
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
    epoch = wanted
    order = Array(0..<count)
    guard isShuffled else { return }
    var integers = RandomIntegers(key.folding(UInt64(wanted)), .batches)
    order.shuffle(using: &integers)
  }
}
