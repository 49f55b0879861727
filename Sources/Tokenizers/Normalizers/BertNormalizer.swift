/// The cleaning of BERT: controls dropped, Chinese characters set apart, accents and case removed.
///
/// Devlin et al. 2018 (arXiv 1810.04805), `BasicTokenizer`; the details are those of
/// `BertNormalizer` in Hugging Face tokenizers.
struct BertNormalizer: Normalizer, Equatable {
  static let name = "BertNormalizer"
  private let cleansText: Bool
  private var separatesChinese: Bool
  private var stripsAccents: Bool
  private var lowercases: Bool

  /// Without `stripsAccents`, accents go if case goes.
  init(separatesChinese: Bool, stripsAccents: Bool?, lowercases: Bool) {
    cleansText = true
    self.separatesChinese = separatesChinese
    self.stripsAccents = stripsAccents ?? lowercases
    self.lowercases = lowercases
  }

  init(_ field: JSONField) throws(TokenizerProblem) {
    cleansText = try field.flag("clean_text", default: true)
    separatesChinese = try field.flag("handle_chinese_chars", default: true)
    lowercases = try field.flag("lowercase", default: true)
    stripsAccents = try field.flag("strip_accents", default: lowercases)
  }

  /// The same with other settings.
  func with(separatesChinese: Bool, stripsAccents: Bool, lowercases: Bool) -> BertNormalizer {
    var result = self
    result.separatesChinese = separatesChinese
    result.stripsAccents = stripsAccents
    result.lowercases = lowercases
    return result
  }

  func normalize(_ text: Bytes) -> Bytes {
    var text = text
    if cleansText { text = text.rewritten(Self.clean) }
    let isASCII = text.isASCII
    if separatesChinese, !isASCII { text = text.rewritten(Self.separate) }
    if stripsAccents, !isASCII {
      text = UnicodeFormNormalizer<CanonicalDecomposition>().normalize(text)
      text = text.rewritten { scalar, bytes, result in
        if scalar.properties.generalCategory != .nonspacingMark { result += bytes }
      }
    }
    return lowercases ? LowercaseNormalizer().normalize(text) : text
  }

  private static func clean(_ scalar: Unicode.Scalar, _ bytes: Bytes, _ result: inout [UInt8]) {
    if (0x21...0x7E).contains(scalar.value) {
      result += bytes
    } else if scalar == "\0" || scalar == "\u{FFFD}" || scalar.isControl {
      return
    } else if scalar.isWhitespace {
      result.append(0x20)
    } else {
      result += bytes
    }
  }

  private static func separate(_ scalar: Unicode.Scalar, _ bytes: Bytes, _ result: inout [UInt8]) {
    if scalar.isChineseCharacter {
      result.append(0x20)
      result += bytes
      result.append(0x20)
    } else {
      result += bytes
    }
  }
}
