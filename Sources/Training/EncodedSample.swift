import Graphs
import Models
import Tasks
import Tensors
import Tokenizers
import Vocabulary

extension Tokenizer: TextEncoder {
  package func problem(of ids: [Int32]) -> String? { problem(of: ids[...]) }
}

/// A stand-in for a tokenizer that is not there, for forecasts: about one token per four bytes.
struct EstimatedLengths: TextEncoder {
  let isEstimate = true

  func encode(_ text: String, special: Bool) -> [Int32] {
    let words = text.split(whereSeparator: \.isWhitespace)
    let pieces = words.reduce(special ? 1 : 0) { $0 + max(1, ($1.utf8.count + 2) / 5) }
    return Array(repeating: 0, count: pieces)
  }
}

/// How a run's examples become token ids, and what for.
struct Encoding: Hashable, Sendable {
  /// Tokens of a sequence, at most.
  var maxLength: Int
  /// Tokens of an answer, at most.
  var newTokens: Int
  /// The mask's id where the model is a masked one.
  var mask: Int32?
  /// The task's own, whatever training minimizes.
  var objective: Objective
  /// Whether questions without their inputs are encoded, too.
  var isCalibrated: Bool
}

/// A task's sample as token ids.
package struct EncodedSample: Sendable {
  /// The task's own.
  let objective: Objective
  package private(set) var train: [EncodedExample]
  package private(set) var dev: [EncodedExample]
  private(set) var test: SealedExamples
  private(set) var calibration: CalibrationTexts?
  let digest: ContentDigest
  /// Whether training draws its examples in shuffled epochs, or as they come in the file.
  var isShuffled = true

  init(
    _ sample: TaskSample, encoder: some TextEncoder, _ encoding: Encoding
  ) throws(InputProblem) {
    let encoder = ExampleEncoder(
      encoder, maxLength: encoding.maxLength, newTokens: encoding.newTokens, mask: encoding.mask)
    func encode(_ examples: [Example]) throws(InputProblem) -> [EncodedExample] {
      var encoded: [EncodedExample] = []
      for example in examples { encoded.append(try encoder.encode(example)) }
      return encoded
    }
    objective = encoding.objective
    train = try encode(sample.train)
    dev = try encode(sample.dev)
    let tested = try encode(sample.test)
    cut = [.train: train, .dev: dev, .test: tested].mapValues { $0.count(where: \.isCut) }
    test = SealedExamples(tested)
    digest = sample.digest
    isGivenShots = sample.isGiven
    repeated = RepeatedTexts(sample)
    if encoding.isCalibrated {
      calibration = try CalibrationTexts(sample) { example throws(InputProblem) in
        try encoder.encode(calibration: example)
      }
    }
    longest = Self.longest(train + dev + tested, calibration, encoding.newTokens)
  }

  /// Tokens of its longest text, with the answer that may follow; nil when a text was cut.
  ///
  /// At any limit that is not smaller the same sample is the same ids.
  private(set) var longest: Int?

  private static func longest(
    _ examples: [EncodedExample], _ calibration: CalibrationTexts?, _ newTokens: Int
  ) -> Int? {
    let all = examples + (calibration?.texts ?? [])
    guard !all.contains(where: \.isCut) else { return nil }
    return all.map { example in
      let ids = example.candidates.map { example.shared.count + $0.fed.count + 1 }
      let question = example.question.map { $0.ids.count } ?? 0
      return max(ids.max() ?? 0, question) + (example.question == nil ? 0 : newTokens)
    }.max() ?? 0
  }

  /// Whether the task's files say which examples there are.
  let isGivenShots: Bool
  /// What is asked more than once.
  let repeated: RepeatedTexts
  /// How many examples of each split lost tokens to `maxLength`.
  private(set) var cut: [Split: Int] = [:]

  /// The rows of the vocabulary head that the training's losses need.
  package var head: HeadRows { train.allSatisfy(\.comparesOneRow) ? .candidates : .vocabulary }

  /// What the ids take in memory.
  var byteCount: Int {
    (train + dev + (calibration?.texts ?? [])).reduce(test.byteCount) { $0 + $1.byteCount }
  }

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

extension EncodedSample {
  /// The sample with `tokens` before every sequence.
  package func following(_ tokens: [Int32]) -> EncodedSample {
    guard !tokens.isEmpty else { return self }
    return mapped { $0.following(tokens) }
  }
}

extension EncodedExample {
  /// The example with `tokens` before every sequence: before what candidates share, or each.
  package func following(_ tokens: [Int32]) -> EncodedExample {
    guard !tokens.isEmpty else { return self }
    var example = self
    example.question?.ids = tokens + (question?.ids ?? [])
    let isShared = !shared.isEmpty
    if isShared { example.shared = tokens + shared }
    for index in example.candidates.indices {
      if !isShared { example.candidates[index].fed = tokens + candidates[index].fed }
      example.candidates[index].places = candidates[index].places.map { $0 + tokens.count }
    }
    return example
  }
}
