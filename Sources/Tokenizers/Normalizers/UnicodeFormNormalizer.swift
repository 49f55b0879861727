/// Brings text into a normalization form.
struct UnicodeFormNormalizer<Form: UnicodeForm>: Normalizer {
  static var name: String { Form.name }

  init() {}
  init(_ field: JSONField) throws(TokenizerProblem) {}

  func normalize(_ text: Bytes) -> Bytes {
    // ASCII is in every form already.
    text.isASCII ? text : Bytes(Form.apply(text.text))
  }
}
