/// A token that is recognised where it is written in the text, before the model sees it.
///
/// The fields are those of `AddedToken` in Hugging Face tokenizers.
struct AddedToken: Equatable, Sendable {
  var content: Bytes
  var id: Int32
  var isSpecial: Bool
  /// Matches only where no word character touches it.
  var isSingleWord: Bool = false
  /// Swallows the white space before it.
  var stripsLeft: Bool = false
  /// Swallows the white space after it.
  var stripsRight: Bool = false
  /// Matches in the normalized text instead of the raw one.
  var isNormalized: Bool = false

  init(content: Bytes, id: Int32, isSpecial: Bool) {
    self.content = content
    self.id = id
    self.isSpecial = isSpecial
  }

  /// Reads an object with `content` and flags; the id comes with it or from elsewhere.
  init(_ field: JSONField, id: Int32, isSpecial: Bool) throws(TokenizerProblem) {
    self.init(content: try field.required("content").bytes(), id: id, isSpecial: isSpecial)
    isSingleWord = try field.flag("single_word", default: false)
    stripsLeft = try field.flag("lstrip", default: false)
    stripsRight = try field.flag("rstrip", default: false)
    isNormalized = try field.flag("normalized", default: !isSpecial)
  }

  /// Reads one entry of `added_tokens` in `tokenizer.json`.
  init(_ field: JSONField) throws(TokenizerProblem) {
    try self.init(
      field, id: try field.required("id").id(), isSpecial: try field.flag("special", default: false)
    )
  }
}
