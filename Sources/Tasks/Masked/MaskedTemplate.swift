import Vocabulary

/// How a task is put to masked models, in LM-BFF's notation.
///
/// Gao et al. 2021 (arXiv 2012.15723).
package struct MaskedTemplate: Hashable, Encodable, Sendable {
  /// Pieces between stars, as in `*cls**sent_0*_It_was*mask*.*sep+*`.
  ///
  /// In literal text `_` is a space; `+sent` adds a space, `sent-` drops the last character,
  /// `sentl` lowers the first letter.
  package var pattern: String
  /// The fields that are sentence 0 and sentence 1.
  package var sentences: [String]
  /// One word per class, without its space.
  package var words: [String]
  /// Tokens kept of sentence 0 and of the others.
  package var firstLimit: Int?
  package var otherLimit: Int?
  package var maxLength: Int?

  package init(
    _ pattern: String, sentences: [String], words: [String], firstLimit: Int? = nil,
    otherLimit: Int? = nil, maxLength: Int? = nil
  ) {
    self.pattern = pattern
    self.sentences = sentences
    self.words = words
    self.firstLimit = firstLimit
    self.otherLimit = otherLimit
    self.maxLength = maxLength
  }
}
