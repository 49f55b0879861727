import Experiments

/// Turns examples into token ids as MeZO does.
///
/// Spaces at the ends of the prompt and of each full text are cut. A candidate's scored tokens are
/// the last `n` of its full text, `n` being how many tokens longer it is than the prompt alone.
/// Texts over `maxLength` lose tokens from the left but keep their first, the beginning of text.
public struct ExampleEncoder<Encoder: TextEncoder> {
  private let encoder: Encoder
  private let maxLength: Int

  /// - Parameter maxLength: tokens kept per sequence, at least 2.
  public init(_ encoder: Encoder, maxLength: Int) {
    self.encoder = encoder
    self.maxLength = max(2, maxLength)
  }

  /// - Throws: a problem that quotes the example when a candidate adds no token to the prompt, or
  ///   more than fit.
  public func encode(_ example: Example) throws(InputProblem) -> EncodedExample {
    guard example.options.indices.contains(example.gold) else {
      throw problem(example, "its right option \(example.gold) is none of \(example.options.count)")
    }
    let prompt = encoder.encode(example.prompt.trimmingSpaces, special: true).count
    var texts: [(ids: [Int32], scored: Int)] = []
    for option in example.options {
      let ids = encoder.encode((example.prompt + option).trimmingSpaces, special: true)
      texts.append((truncated(ids), try scored(ids.count, prompt, option, example)))
    }
    let shared = sharedCount(texts)
    return EncodedExample(
      shared: texts.first.map { Array($0.ids[..<shared]) } ?? [],
      candidates: texts.map {
        Continuation(tokens: Array($0.ids[shared...]), scored: $0.scored, after: shared)
      }, gold: example.gold)
  }

  private func scored(
    _ length: Int, _ prompt: Int, _ option: String, _ example: Example
  ) throws(InputProblem) -> Int {
    let count = length - prompt
    guard count > 0 else { throw problem(example, "option '\(option)' adds no token to it") }
    guard count < length else {
      throw problem(example, "option '\(option)' has nothing before it to be predicted from")
    }
    guard count < maxLength else {
      throw problem(
        example, "option '\(option)' has \(count) tokens; maxLength \(maxLength) leaves no room")
    }
    return count
  }

  private func truncated(_ ids: [Int32]) -> [Int32] {
    guard ids.count > maxLength else { return ids }
    return ids.prefix(1) + ids.suffix(maxLength - 1)
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
    InputProblem(at: "example '\(example.prompt.prefix(60))'", message)
  }
}
