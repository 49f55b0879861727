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
