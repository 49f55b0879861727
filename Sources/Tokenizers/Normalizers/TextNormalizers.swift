/// Replaces every occurrence of a fixed text; patterns that are regular expressions are refused.
struct ReplaceNormalizer: Normalizer {
  static let name = "Replace"
  private let pattern: Bytes
  private let content: Bytes

  init(_ field: JSONField) throws(TokenizerProblem) {
    pattern = try field.literalPattern()
    content = try field.required("content").bytes()
  }

  func normalize(_ text: Bytes) -> Bytes {
    text.replacing(pattern, by: content)
  }
}

extension JSONField {
  /// The `pattern` of a replacement, which must be of the form `{"String": …}`.
  func literalPattern() throws(TokenizerProblem) -> Bytes {
    let pattern = try required("pattern")
    guard let literal = try pattern.optional("String") else {
      throw pattern.problem("only a literal pattern ({\"String\": …}) is supported")
    }
    return try literal.bytes()
  }
}

/// Puts a fixed text before every text that is not empty.
struct PrependNormalizer: Normalizer {
  static let name = "Prepend"
  private let prefix: Bytes

  init(_ field: JSONField) throws(TokenizerProblem) {
    prefix = try field.required("prepend").bytes()
  }

  func normalize(_ text: Bytes) -> Bytes {
    text.isEmpty ? text : prefix + text
  }
}

/// Writes every scalar in lower case, each by itself: a final sigma becomes σ, not ς.
struct LowercaseNormalizer: Normalizer {
  static let name = "Lowercase"

  init() {}
  init(_ field: JSONField) throws(TokenizerProblem) {}

  func normalize(_ text: Bytes) -> Bytes {
    text.rewritten { scalar, bytes, result in
      if scalar.isASCII {
        let isCapital = (0x41...0x5A).contains(scalar.value)
        result.append(UInt8(truncatingIfNeeded: scalar.value) | (isCapital ? 0x20 : 0))
      } else {
        result += scalar.properties.lowercaseMapping.utf8
      }
    }
  }
}

/// Removes the white space at one end of a text or at both.
struct StripNormalizer: Normalizer {
  static let name = "Strip"
  private let left: Bool
  private let right: Bool

  init(_ field: JSONField) throws(TokenizerProblem) {
    left = try field.flag("strip_left", default: true)
    right = try field.flag("strip_right", default: true)
  }

  func normalize(_ text: Bytes) -> Bytes {
    var (start, end) = (text.startIndex, text.endIndex)
    while left, start < end, text.scalar(at: start).scalar.isWhitespace {
      start += text.scalar(at: start).length
    }
    while right, start < end {
      let (scalar, length) = text.scalar(before: end)
      guard scalar.isWhitespace else { break }
      end -= length
    }
    return text[start..<end]
  }
}

/// Removes combining marks; accents that are part of a letter stay unless a form splits them off.
struct StripAccentsNormalizer: Normalizer {
  static let name = "StripAccents"

  init(_ field: JSONField) throws(TokenizerProblem) {}

  func normalize(_ text: Bytes) -> Bytes {
    text.isASCII ? text : text.rewritten { if !$0.isMark { $2 += $1 } }
  }
}

/// Applies normalizers one after the other.
struct NormalizerSequence: Normalizer {
  static let name = "Sequence"
  private var stages: [any Normalizer] = []

  init(_ field: JSONField) throws(TokenizerProblem) {
    for stage in try field.required("normalizers").elements() {
      stages.append(try NormalizerCatalog.read(stage))
    }
  }

  func normalize(_ text: Bytes) -> Bytes {
    stages.reduce(text) { $1.normalize($0) }
  }
}

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
