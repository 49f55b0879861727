import Foundation

/// One of the four normalization forms of Unicode (UAX 15).
protocol UnicodeForm: Sendable {
  static var name: String { get }
  static func apply(_ text: String) -> String
}

enum CanonicalDecomposition: UnicodeForm {
  static let name = "NFD"
  static func apply(_ text: String) -> String { text.decomposedStringWithCanonicalMapping }
}

enum CompatibilityDecomposition: UnicodeForm {
  static let name = "NFKD"
  /// Foundation on Linux leaves marks out of order where two compatibility mappings meet; the
  /// second pass orders them.
  static func apply(_ text: String) -> String {
    text.decomposedStringWithCompatibilityMapping.decomposedStringWithCanonicalMapping
  }
}

enum CanonicalComposition: UnicodeForm {
  static let name = "NFC"
  static func apply(_ text: String) -> String {
    CanonicalComposer.compose(CanonicalDecomposition.apply(text))
  }
}

enum CompatibilityComposition: UnicodeForm {
  static let name = "NFKC"
  static func apply(_ text: String) -> String {
    CanonicalComposer.compose(CompatibilityDecomposition.apply(text))
  }
}

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
