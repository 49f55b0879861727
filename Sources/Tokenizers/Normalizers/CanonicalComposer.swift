import Foundation

/// Composes decomposed text (The Unicode Standard, definition D117 and section 3.12).
///
/// Foundation on Linux composes whole texts wrongly in places: archaic Korean letters become
/// U+FFFD, and a mark after U+20054 makes Ṭ, as after U+0054. Here it is asked about single
/// pairs only, and its answer is believed if it decomposes to the pair again.
enum CanonicalComposer {
  /// The composed form of `text`, which must be decomposed and in canonical order.
  static func compose(_ text: String) -> String {
    var result: [Unicode.Scalar] = []
    var starter: Int?
    var lastClass: UInt8 = 0
    for scalar in text.unicodeScalars {
      let combiningClass = scalar.properties.canonicalCombiningClass.rawValue
      if let starter, starter == result.count - 1 || lastClass < combiningClass,
        let composed = compose(result[starter], scalar)
      {
        result[starter] = composed
        continue
      }
      if combiningClass == 0 { starter = result.count }
      lastClass = combiningClass
      result.append(scalar)
    }
    var composed = String.UnicodeScalarView()
    composed.append(contentsOf: result)
    return String(composed)
  }

  /// The scalar that two make; nil if they stay apart.
  private static func compose(
    _ first: Unicode.Scalar, _ second: Unicode.Scalar
  ) -> Unicode.Scalar? {
    if (0x1100...0x11FF).contains(second.value) { return syllable(first.value, second.value) }
    // Nothing else composes with what is not a mark.
    guard second.value >= 0x300, second.isMark else { return nil }
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: [first, second])
    let pair = String(scalars)
    let composed = pair.precomposedStringWithCanonicalMapping.unicodeScalars
    guard composed.count == 1, let scalar = composed.first else { return nil }
    let parts = String(composed).decomposedStringWithCanonicalMapping.utf8
    return Array(parts) == Array(pair.decomposedStringWithCanonicalMapping.utf8) ? scalar : nil
  }

  /// Korean syllables are composed by arithmetic.
  private static func syllable(_ first: UInt32, _ second: UInt32) -> Unicode.Scalar? {
    if (0x1100...0x1112).contains(first), (0x1161...0x1175).contains(second) {
      return Unicode.Scalar(0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28)
    }
    guard (0xAC00...0xD7A3).contains(first), (first - 0xAC00) % 28 == 0,
      (0x11A8...0x11C2).contains(second)
    else { return nil }
    return Unicode.Scalar(first + second - 0x11A7)
  }
}

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
