/// Prompts that begin with solved examples (in-context learning), as MeZO builds them.
///
/// Texts over a model's length lose tokens from the left, so that the first demonstrations go.
package struct Demonstrations: Hashable, Sendable {
  /// Between demonstrations, and between the last and the question.
  package static let separator = "\n\n"

  /// What stands before every question; empty without demonstrations.
  package let text: String

  /// The solved examples in this order, each without white space at its ends.
  package init(_ examples: some Sequence<Example>) {
    text =
      examples.map { ($0.prompt + $0.options[$0.gold]).trimmingWhiteSpace }
      .joined(separator: Self.separator).trimmingWhiteSpace
  }

  /// The example after the demonstrations; without any, the example as it is.
  ///
  /// Only spaces are cut from the question's left, as without demonstrations, so that the number
  /// of scored tokens stays the same.
  package func preceding(_ example: Example) -> Example {
    guard !text.isEmpty else { return example }
    var prompted = example
    prompted.prompt = text + Self.separator + String(example.prompt.drop { $0 == " " })
    return prompted
  }

  /// The seeds of the demonstrations of each of `count` test examples, where each has its own.
  ///
  /// What NumPy's `RandomState(0).randint(0, 10000)` draws; the demonstrations are then the first
  /// of `LegacyRandomState(seed).permutation` of the training part.
  package static func seeds(_ count: Int) -> [UInt32] {
    var random = LegacyRandomState(seed: 0)
    return (0..<count).map { _ in random.bounded(9999) }
  }
}
