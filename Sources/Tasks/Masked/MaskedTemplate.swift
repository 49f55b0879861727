import Experiments

/// How a task is put to masked models, in LM-BFF's notation.
///
/// Gao et al. 2021 (arXiv 2012.15723).
public struct MaskedTemplate: Hashable, Encodable, Sendable {
  /// Pieces between stars, as in `*cls**sent_0*_It_was*mask*.*sep+*`.
  ///
  /// In literal text `_` is a space; `+sent` adds a space, `sent-` drops the last character,
  /// `sentl` lowers the first letter.
  public var pattern: String
  /// The fields that are sentence 0 and sentence 1.
  public var sentences: [String]
  /// One word per class, without its space.
  public var words: [String]
  /// Tokens kept of sentence 0 and of the others.
  public var firstLimit: Int?
  public var otherLimit: Int?
  public var maxLength: Int?

  public init(
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
