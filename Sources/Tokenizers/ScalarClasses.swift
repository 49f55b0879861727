/// The classes of scalars by which tokenizers cut and clean text, by the Unicode tables of Swift.
///
/// Hugging Face tokenizers carries older tables: scalars assigned since are classed differently.
extension Unicode.Scalar {
  var isWhitespace: Bool { properties.isWhitespace }

  /// `\p{L}`.
  var isLetter: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }

  /// `\p{N}`.
  var isNumber: Bool {
    switch properties.generalCategory {
    case .decimalNumber, .letterNumber, .otherNumber: true
    default: false
    }
  }

  /// `\p{M}`: a combining mark.
  var isMark: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  /// The class `\w` of Unicode regular expressions (UTS 18, annex C).
  var isWordCharacter: Bool {
    if properties.isAlphabetic || properties.isJoinControl || isMark { return true }
    switch properties.generalCategory {
    case .decimalNumber, .connectorPunctuation: return true
    default: return false
    }
  }

  /// `\p{P}` and all ASCII that is neither a letter, a digit, a space nor a control.
  var isPunctuation: Bool {
    if value < 0x80 {
      return (0x21...0x2F).contains(value) || (0x3A...0x40).contains(value)
        || (0x5B...0x60).contains(value) || (0x7B...0x7E).contains(value)
    }
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      return true
    default: return false
    }
  }

  /// A control, format or private-use scalar, which BERT drops; tab and line ends are not.
  var isControl: Bool {
    switch self {
    case "\t", "\n", "\r": return false
    default: break
    }
    switch properties.generalCategory {
    case .control, .format, .privateUse: return true
    default: return false
    }
  }

  /// The blocks of Chinese characters of BERT, down to the gap at U+2B820 of the original.
  var isChineseCharacter: Bool {
    switch value {
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2A6DF,
      0x2A700...0x2B81F, 0x2B920...0x2CEAF, 0x2F800...0x2FA1F:
      return true
    default: return false
    }
  }
}
