/// The first stage: rewrites text before it is cut.
protocol Normalizer: Sendable {
  /// The `type` in `tokenizer.json`.
  static var name: String { get }
  init(_ field: JSONField) throws(TokenizerProblem)
  func normalize(_ text: Bytes) -> Bytes
}

/// The second stage: cuts text into the pieces that the model sees one by one.
protocol PreTokenizer: Sendable {
  func split(_ piece: Piece) -> [Piece]
}

/// A pre-tokenizer that `tokenizer.json` can ask for.
protocol ReadablePreTokenizer: PreTokenizer {
  /// The `type` in `tokenizer.json`.
  static var name: String { get }
  init(_ field: JSONField) throws(TokenizerProblem)
}

/// The fourth stage: puts special tokens around the ids of a text.
protocol PostProcessor: Sendable {
  /// The `type` in `tokenizer.json`.
  static var name: String { get }
  init(_ field: JSONField) throws(TokenizerProblem)
  /// The ids that may be put in, so that they can be checked once.
  var insertedIDs: [Int32] { get }
  func process(_ ids: [Int32]) -> [Int32]
}

/// The way back: turns tokens into text, as a list of parts that are joined at the end.
protocol TokenDecoder: Sendable {
  /// The `type` in `tokenizer.json`.
  static var name: String { get }
  init(_ field: JSONField) throws(TokenizerProblem)
  func decode(_ tokens: [Bytes]) -> [Bytes]
}

/// The stages of a tokenizer, as read from its files, and the tokens added to its model.
struct Pipeline: Sendable {
  var normalizer: (any Normalizer)?
  var preTokenizer: (any PreTokenizer)?
  let model: any TokenModel
  var postProcessor: (any PostProcessor)?
  var decoder: (any TokenDecoder)?
  /// The model's tokens and the added ones.
  private(set) var vocabulary: TokenVocabulary
  private(set) var added: [AddedToken] = []
  /// The ids that are left out of text for readers.
  private(set) var specialIDs: Set<Int32> = []
  /// The ids that play a role by the files; other roles go by the usual names.
  var roles: [SpecialRole: Int32] = [:]

  init(model: any TokenModel) {
    self.model = model
    vocabulary = model.vocabulary
  }

  /// Adds a token, of which `field` is the source; refuses one that contradicts the vocabulary.
  mutating func add(_ token: AddedToken, from field: JSONField) throws(TokenizerProblem) {
    guard !token.content.isEmpty else { throw field.problem("an added token is empty; remove it") }
    guard vocabulary.insert(token.content, id: token.id) else {
      throw field.problem(
        "token '\(token.content.text)' with id \(token.id) contradicts the vocabulary; "
          + "give it the id that it has there, or a free one")
    }
    // Of two tokens of equal content, the later one's flags count.
    if let known = added.firstIndex(where: { $0.content == token.content }) {
      added[known] = token
    } else {
      added.append(token)
    }
    if token.isSpecial { specialIDs.insert(token.id) }
  }

  /// The id that a new token gets, as Hugging Face tokenizers count.
  var nextID: Int32 {
    max(Int32(model.vocabulary.count), (added.map(\.id).max() ?? -1) + 1)
  }

  /// Adds a special token that the vocabulary has under this id.
  mutating func addSpecial(_ content: Bytes, id: Int32) {
    added.append(AddedToken(content: content, id: id, isSpecial: true))
    specialIDs.insert(id)
  }

  /// Makes an id special that is not to be recognized where it is written out.
  mutating func hide(_ id: Int32) {
    specialIDs.insert(id)
  }

  /// Checks what the post-processor puts in against the vocabulary.
  func check(_ file: String) throws(TokenizerProblem) {
    for id in postProcessor?.insertedIDs ?? [] where vocabulary.token(id) == nil {
      throw TokenizerProblem(
        file: file, place: "post_processor",
        message: "id \(id) is not in the vocabulary; correct it or add the token")
    }
  }

  /// Takes over which token plays which role; a token that is not in the vocabulary plays none.
  mutating func readRoles(_ settings: LegacySettings) throws(TokenizerProblem) {
    for role in SpecialRole.allCases {
      if let content = try settings.content(role), let id = vocabulary.id(content) {
        roles[role] = id
      }
    }
  }

  func id(of role: SpecialRole) -> Int32? {
    if let id = roles[role], vocabulary.token(id) != nil { return id }
    return role.usualNames.lazy.compactMap { vocabulary.id(Bytes($0)) }.first
  }
}

/// The third stage: turns one piece of text into ids.
protocol TokenModel: Sendable {
  /// The `type` in `tokenizer.json`.
  static var name: String { get }
  init(_ field: JSONField) throws(TokenizerProblem)
  var vocabulary: TokenVocabulary { get }
  func encode(_ piece: Bytes, into ids: inout [Int32])
}

/// Every model that can be read; a new one is a file and a line here.
enum TokenModelCatalog {
  static let all: [any TokenModel.Type] = [BytePairModel.self, WordPieceModel.self]

  static func read(_ field: JSONField) throws(TokenizerProblem) -> any TokenModel {
    // Files of before 2020 do not name the type of their model.
    if try field.optional("type") == nil, try field.optional("merges") != nil {
      return try BytePairModel(field)
    }
    return try field.type(of: "model", in: all) { $0.name }.init(field)
  }
}
