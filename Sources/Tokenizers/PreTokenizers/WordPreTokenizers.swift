/// Cuts at every punctuation mark.
struct PunctuationPreTokenizer: ReadablePreTokenizer {
  static let name = "Punctuation"
  private let behavior: SplitBehavior

  init(_ field: JSONField) throws(TokenizerProblem) {
    if let behavior = try field.optional("behavior") {
      self.behavior = try SplitBehavior(behavior)
    } else {
      behavior = .isolated
    }
  }

  func split(_ piece: Piece) -> [Piece] {
    behavior.split(piece, where: \.isPunctuation)
  }
}

/// Cuts at white space, which goes, and around every punctuation mark, which stays.
struct BertPreTokenizer: ReadablePreTokenizer {
  static let name = "BertPreTokenizer"

  init() {}
  init(_ field: JSONField) throws(TokenizerProblem) {}

  func split(_ piece: Piece) -> [Piece] {
    SplitBehavior.removed.split(piece, where: \.isWhitespace).flatMap { word in
      SplitBehavior.isolated.split(word, where: \.isPunctuation)
    }
  }
}

/// Keeps runs of word characters, and runs of what is neither that nor white space.
///
/// The regular expression is `\w+|[^\w\s]+`.
struct WhitespacePreTokenizer: ReadablePreTokenizer {
  static let name = "Whitespace"

  init(_ field: JSONField) throws(TokenizerProblem) {}

  func split(_ piece: Piece) -> [Piece] {
    SplitBehavior.contiguous.split(piece, where: \.isWordCharacter).flatMap { run in
      SplitBehavior.removed.split(run) { !$0.isWordCharacter && $0.isWhitespace }
    }
  }
}

/// Cuts at white space, which goes.
struct WhitespaceSplitPreTokenizer: ReadablePreTokenizer {
  static let name = "WhitespaceSplit"

  init(_ field: JSONField) throws(TokenizerProblem) {}

  func split(_ piece: Piece) -> [Piece] {
    SplitBehavior.removed.split(piece, where: \.isWhitespace)
  }
}

/// Sets numbers apart, as a whole or digit by digit.
struct DigitsPreTokenizer: ReadablePreTokenizer {
  static let name = "Digits"
  private let behavior: SplitBehavior

  init(_ field: JSONField) throws(TokenizerProblem) {
    behavior = try field.flag("individual_digits", default: false) ? .isolated : .contiguous
  }

  func split(_ piece: Piece) -> [Piece] {
    behavior.split(piece, where: \.isNumber)
  }
}

/// Cuts the pieces of each pre-tokenizer further with the next one.
struct PreTokenizerSequence: ReadablePreTokenizer {
  static let name = "Sequence"
  private var stages: [any PreTokenizer] = []

  init(_ stages: [any PreTokenizer]) {
    self.stages = stages
  }

  init(_ field: JSONField) throws(TokenizerProblem) {
    for stage in try field.required("pretokenizers").elements() {
      stages.append(try PreTokenizerCatalog.read(stage))
    }
  }

  func split(_ piece: Piece) -> [Piece] {
    stages.reduce([piece]) { pieces, stage in pieces.flatMap(stage.split) }
  }
}

/// Writes spaces as a visible mark, puts one before a text, and cuts before each mark.
///
/// The start of a text is taken after normalization; the original also looks at what a
/// normalizer removed there, which shows only with `prepend_scheme: first`.
struct MetaspacePreTokenizer: ReadablePreTokenizer {
  static let name = "Metaspace"
  private let mark: Bytes
  private let markScalar: Unicode.Scalar
  private let scheme: PrependScheme
  private let cuts: Bool

  init(_ field: JSONField) throws(TokenizerProblem) {
    mark = try field.metaspaceMark()
    markScalar = mark.scalar(at: mark.startIndex).scalar
    scheme = try PrependScheme(of: field)
    cuts = try field.flag("split", default: true)
  }

  func split(_ piece: Piece) -> [Piece] {
    var piece = piece
    if piece.text.contains(0x20) { piece.text = piece.text.replacing([0x20], by: mark) }
    if scheme.applies(to: piece), !piece.text.starts(with: mark) {
      piece.text = mark + piece.text
    }
    guard cuts else { return [piece] }
    return SplitBehavior.mergedWithNext.split(piece) { $0 == markScalar }
  }
}

extension JSONField {
  /// The `replacement` of a Metaspace component, which must be one scalar.
  func metaspaceMark() throws(TokenizerProblem) -> Bytes {
    let field = try required("replacement")
    let mark = try field.bytes()
    guard let first = mark.indices.first, mark.scalar(at: first).length == mark.count else {
      throw field.problem("must be one character, such as '\u{2581}'")
    }
    return mark
  }
}

/// Before which texts a space is put that marks the start of a word.
enum PrependScheme: String, CaseIterable, Sendable {
  /// Before every stretch of text between added tokens.
  case always
  /// Before the whole text only.
  case first
  case never

  /// Reads `prepend_scheme`, or `add_prefix_space` of before 2024; both may be there if they agree.
  init(of field: JSONField) throws(TokenizerProblem) {
    let addsSpace = try field.flag("add_prefix_space", default: true)
    guard let scheme = try field.optional("prepend_scheme") else {
      self = addsSpace ? .always : .never
      return
    }
    let wanted = try scheme.bytes().text
    guard let found = Self.allCases.first(where: { $0.rawValue == wanted }) else {
      let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
      throw scheme.problem("scheme '\(wanted)' is not supported (supported: \(known))")
    }
    guard addsSpace || found == .never else {
      throw scheme.problem("contradicts add_prefix_space: false; remove one of the two")
    }
    self = found
  }

  func applies(to piece: Piece) -> Bool {
    switch self {
    case .always: true
    case .first: piece.isFirst
    case .never: false
    }
  }
}
