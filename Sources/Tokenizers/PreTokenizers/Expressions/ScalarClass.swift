/// A class of scalars, as a regular expression names it.
indirect enum ScalarClass: Sendable {
  case one(Unicode.Scalar)
  /// By simple case folding.
  case folded(Unicode.Scalar)
  case range(ClosedRange<UInt32>)
  case whiteSpace
  case wordCharacter
  /// A general category or several, for example `\p{L}`.
  case categories(Set<Unicode.GeneralCategory>)
  case any([ScalarClass])
  case not(ScalarClass)
  /// `.`: everything but a line feed.
  static let dot = ScalarClass.not(.one("\n"))

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    switch self {
    case .one(let other): scalar == other
    case .folded(let other): scalar == other || Self.fold(scalar) == Self.fold(other)
    case .range(let range): range.contains(scalar.value)
    case .whiteSpace: scalar.isWhitespace
    case .wordCharacter: scalar.isWordCharacter
    case .categories(let categories): categories.contains(scalar.properties.generalCategory)
    case .any(let classes): classes.contains { $0.contains(scalar) }
    case .not(let other): !other.contains(scalar)
    }
  }

  /// The lower case of the upper case, where each is one scalar: ſ is an s.
  private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    func single(_ text: String, _ scalar: Unicode.Scalar) -> Unicode.Scalar {
      let scalars = text.unicodeScalars
      return scalars.count == 1 ? scalars[scalars.startIndex] : scalar
    }
    let upper = single(scalar.properties.uppercaseMapping, scalar)
    return single(upper.properties.lowercaseMapping, upper)
  }

  /// The class of `\p{name}` for general categories; nil for scripts and other properties.
  static func property(_ name: String) -> ScalarClass? {
    let found = categories.filter { $0.name == name || $0.name.prefix(1) == name }
    return found.isEmpty ? nil : .categories(Set(found.map(\.category)))
  }

  private static let categories: [(name: String, category: Unicode.GeneralCategory)] = [
    ("Lu", .uppercaseLetter), ("Ll", .lowercaseLetter), ("Lt", .titlecaseLetter),
    ("Lm", .modifierLetter), ("Lo", .otherLetter), ("Mn", .nonspacingMark),
    ("Mc", .spacingMark), ("Me", .enclosingMark), ("Nd", .decimalNumber), ("Nl", .letterNumber),
    ("No", .otherNumber), ("Pc", .connectorPunctuation), ("Pd", .dashPunctuation),
    ("Ps", .openPunctuation), ("Pe", .closePunctuation), ("Pi", .initialPunctuation),
    ("Pf", .finalPunctuation), ("Po", .otherPunctuation), ("Sm", .mathSymbol),
    ("Sc", .currencySymbol), ("Sk", .modifierSymbol), ("So", .otherSymbol),
    ("Zs", .spaceSeparator), ("Zl", .lineSeparator), ("Zp", .paragraphSeparator),
    ("Cc", .control), ("Cf", .format), ("Cs", .surrogate), ("Co", .privateUse),
    ("Cn", .unassigned),
  ]
}

/// A class with its ASCII members looked up beforehand: most text is that.
struct ScalarSet: Sendable {
  private let ofASCII: [Bool]
  private let kind: ScalarClass

  init(_ kind: ScalarClass) {
    self.kind = kind
    ofASCII = (UInt8(0)..<0x80).map { kind.contains(Unicode.Scalar($0)) }
  }

  /// The length in bytes of the scalar at `index` if it is a member; nil at the end of the text.
  func length(at index: Int, in text: Bytes) -> Int? {
    guard index < text.endIndex else { return nil }
    if text[index] < 0x80 { return ofASCII[Int(text[index])] ? 1 : nil }
    let (scalar, length) = text.scalar(at: index)
    return kind.contains(scalar) ? length : nil
  }
}
