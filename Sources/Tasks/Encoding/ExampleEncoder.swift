import Vocabulary

/// Turns examples into token ids as MeZO does.
///
/// A candidate's scored tokens are the last `n` of its full text, `n` being how many tokens longer
/// that is than the prompt alone, both without spaces at their ends. The full text itself also
/// loses line ends and other white space at its beginning.
/// Texts over `maxLength` lose tokens from the left but keep their first if it is the tokenizer's
/// beginning of text; with answers that are generated they leave room for these.
/// For a masked model the option stands at masks instead (`MaskedEncoder`).
package struct ExampleEncoder<Encoder: TextEncoder> {
  private let encoder: Encoder
  private let maxLength: Int
  private let newTokens: Int
  private let mask: Int32?
  /// The special token before every text; nil where the tokenizer puts none.
  private let beginning: Int32?

  /// - Parameters:
  ///   - maxLength: tokens kept per sequence, at least 2.
  ///   - newTokens: tokens of `maxLength` that are left to answers which are generated.
  ///   - mask: the mask's id if the model is a masked one.
  package init(_ encoder: Encoder, maxLength: Int, newTokens: Int = 0, mask: Int32? = nil) {
    self.encoder = encoder
    self.maxLength = max(2, maxLength)
    self.newTokens = newTokens
    self.mask = mask
    beginning = encoder.encode("", special: true).first
  }

  /// - Throws: a problem that quotes the example when a candidate adds no token to the prompt, or
  ///   more than fit, or has nothing before it, or a right and a wrong one are the same tokens.
  package func encode(_ example: Example) throws(InputProblem) -> EncodedExample {
    let encoded = try encode(example, calibrating: false)
    guard !encoder.isEstimate, let same = encoded.indistinguishable else { return encoded }
    throw problem(
      example,
      "its options '\(example.options[same.right])' and '\(example.options[same.wrong])' are the "
        + "same tokens, of which one is right and one is wrong")
  }

  /// The same of a question without its input, which may have no token at all: of a candidate with
  /// nothing before it, the first token is not scored, as upstream's sums leave it out.
  package func encode(calibration: Example) throws(InputProblem) -> EncodedExample {
    try encode(calibration, calibrating: true)
  }

  private func encode(
    _ example: Example, calibrating: Bool
  ) throws(InputProblem) -> EncodedExample {
    guard example.options.indices.contains(example.gold) else {
      throw problem(example, "its right option \(example.gold) is none of \(example.options.count)")
    }
    let encoded =
      if let mask {
        try MaskedEncoder(encoder: encoder, mask: mask, maxLength: maxLength).encode(example)
      } else { try continued(example, calibrating) }
    if let foreign = encoder.problem(of: encoded.ids) { throw problem(example, foreign) }
    return encoded
  }

  private func continued(
    _ example: Example, _ calibrating: Bool
  ) throws(InputProblem) -> EncodedExample {
    let limit = example.answers == nil ? maxLength : max(2, maxLength - newTokens)
    let prompt = encoder.encode(example.prompt.trimmingSpaces, special: true)
    var texts: [(ids: [Int32], scored: Int)] = []
    var isCut = false
    for option in example.options {
      let full = (example.prompt + option).trimmingSpaces
      let whole = full.trimmingAsWhole
      let ids = encoder.encode(whole, special: true)
      let length = whole == full ? ids.count : encoder.encode(full, special: true).count
      // At most all tokens but the first, where that is allowed.
      let scored = try scored(
        length - prompt.count, of: ids.count + (calibrating ? 1 : 0), limit, option, example)
      texts.append((truncated(ids, limit), min(scored, ids.count - 1)))
      isCut = isCut || ids.count > limit
    }
    let asked = encoder.encode(example.prompt.trimmingAsWhole, special: true)
    let shared = sharedCount(texts)
    var encoded = EncodedExample(
      shared: texts.first.map { Array($0.ids[..<shared]) } ?? [],
      candidates: texts.map {
        Continuation(tokens: Array($0.ids[shared...]), scored: $0.scored, after: shared)
      }, gold: example.gold, accepted: example.accepted,
      question: example.answers.map {
        EncodedQuestion(ids: truncated(asked, limit), answers: $0)
      })
    encoded.isCut = isCut || (example.answers != nil && asked.count > limit)
    return encoded
  }

  private func scored(
    _ count: Int, of length: Int, _ limit: Int, _ option: String, _ example: Example
  ) throws(InputProblem) -> Int {
    guard count > 0 else { throw problem(example, "option '\(option)' adds no token to it") }
    guard count < length else {
      throw problem(example, "option '\(option)' has nothing before it to be predicted from")
    }
    guard count < limit else {
      throw problem(
        example, "option '\(option)' has \(count) tokens; maxLength \(maxLength) leaves no room")
    }
    return count
  }

  private func truncated(_ ids: [Int32], _ limit: Int) -> [Int32] {
    guard ids.count > limit else { return ids }
    guard let beginning, ids.first == beginning else { return Array(ids.suffix(limit)) }
    return ids.prefix(1) + ids.suffix(limit - 1)
  }

  /// The length of the common prefix that ends before every candidate's first scored token.
  private func sharedCount(_ texts: [(ids: [Int32], scored: Int)]) -> Int {
    guard let first = texts.first else { return 0 }
    let unscored = texts.map { $0.ids.count - $0.scored }.min() ?? 0
    return (0..<unscored).first { index in
      texts.contains { $0.ids[index] != first.ids[index] }
    } ?? unscored
  }

  private func problem(_ example: Example, _ message: String) -> InputProblem {
    InputProblem(at: example.place, message)
  }
}

extension Example {
  /// What messages call it.
  var place: String { "example '\(prompt.prefix(60))'" }
}

/// What turns text into token ids.
package protocol TextEncoder {
  /// The ids of `text`, with the tokenizer's special tokens when `special`.
  func encode(_ text: String, special: Bool) -> [Int32]
  /// Whether ids are made up, so that only their number means something.
  var isEstimate: Bool { get }
  /// What is wrong with ids of a text that the model has not; nil when it has all of them.
  func problem(of ids: [Int32]) -> String?
}

extension TextEncoder {
  package var isEstimate: Bool { false }
  package func problem(of ids: [Int32]) -> String? { nil }
}

/// Turns examples into token ids for masked models, as LM-BFF does (arXiv 2012.15723).
///
/// Pieces of text are encoded each on its own, between the special tokens of an empty text. An
/// option of several tokens gets as many masks, all predicted at once.
struct MaskedEncoder<Encoder: TextEncoder> {
  let encoder: Encoder
  let mask: Int32
  let maxLength: Int

  /// - Throws: a problem that quotes the example when an option has no token, or more than fit.
  func encode(_ example: Example) throws(InputProblem) -> EncodedExample {
    let form = example.maskedForm
    let (before, after) = (ids(form.before), ids(form.after))
    var candidates: [Continuation] = []
    var isCut = false
    for option in form.options {
      let targets = encoder.encode(option, special: false)
      guard !targets.isEmpty else {
        throw InputProblem(at: example.place, "option '\(option)' has no token")
      }
      let limit = min(maxLength, form.maxLength ?? maxLength)
      guard let cut = cut(before, after, masks: targets.count, limit: limit) else {
        throw InputProblem(
          at: example.place,
          "option '\(option)' has \(targets.count) tokens; maxLength \(limit) leaves no room")
      }
      candidates.append(
        Continuation(sequence: cut.sequence, places: cut.places, targets: targets))
      isCut = isCut || cut.isCut
    }
    var encoded = EncodedExample(
      shared: [], candidates: candidates, gold: example.gold, accepted: example.accepted)
    encoded.isCut = isCut
    return encoded
  }

  private func ids(_ pieces: [MaskedExample.Piece]) -> [Int32] {
    pieces.flatMap { piece in
      let ids = encoder.encode(piece.text, special: false)
      return piece.limit.map { Array(ids.prefix($0)) } ?? ids
    }
  }

  /// A sequence of at most `limit` tokens: what follows the masks loses its end first, the last
  /// special token included, then what precedes them its beginning; nil where no mask fits.
  private func cut(
    _ before: [Int32], _ after: [Int32], masks: Int, limit: Int
  ) -> (sequence: [Int32], places: [Int], isCut: Bool)? {
    let special = encoder.encode("", special: true)
    let room = limit - special.prefix(1).count - masks
    guard room >= 0 else { return nil }
    let head = Array(before.suffix(room))
    let end = after + special.dropFirst()
    let tail = Array(end.prefix(room - head.count))
    let start = special.prefix(1) + head
    let sequence = start + Array(repeating: mask, count: masks) + tail
    let isCut = head.count + tail.count < before.count + end.count
    return (Array(sequence), Array(start.count..<start.count + masks), isCut)
  }
}
