/// An example as a masked language model sees it: text, one mask for the label word, text.
///
/// The encoder puts `<s>` first and `</s>` last and tokenises each piece on its own, as LM-BFF
/// does (arXiv 2012.15723).
package struct MaskedExample: Hashable, Codable, Sendable {
  /// A piece of text that is tokenised on its own, without special tokens.
  package struct Piece: Hashable, Codable, Sendable {
    package var text: String
    /// Tokens kept of this piece, from its beginning; nil for all.
    package var limit: Int?

    package init(_ text: String, limit: Int? = nil) {
      self.text = text
      self.limit = limit
    }
  }

  package var before: [Piece]
  /// The label words with their leading space, one token each; the right one is `Example.gold`.
  package var options: [String]
  package var after: [Piece]
  /// Tokens of the whole sequence; longer ones lose their tail.
  ///
  /// Nil when only the model limits them.
  package var maxLength: Int?

  package init(before: [Piece], options: [String], after: [Piece], maxLength: Int? = nil) {
    self.before = before
    self.options = options
    self.after = after
    self.maxLength = maxLength
  }

  /// The text with `mask` in the place of the label word, for people.
  package func text(mask: String = "<mask>") -> String {
    (before.map(\.text) + [mask] + after.map(\.text)).joined()
  }
}

extension Example {
  /// What a masked model is asked: the task's own template, or else prompt, mask and full stop.
  package var maskedForm: MaskedExample {
    masked
      ?? MaskedExample(
        before: [MaskedExample.Piece(prompt.trimmingWhiteSpaceAtEnd)],
        options: options.map { " " + $0.trimmingWhiteSpace }, after: [MaskedExample.Piece(".")])
  }
}
