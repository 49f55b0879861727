/// The stages of a tokenizer, as read from its files, and the tokens added to its model.
struct Pipeline: Sendable {
  var normalizer: (any Normalizer)?
  var preTokenizer: (any PreTokenizer)?
  let model: any TokenModel
  var postProcessor: (any PostProcessor)?
  var decoder: (any TokenDecoder)?
  /// The model's tokens and the added ones.
  private(set) var vocabulary: Vocabulary
  private(set) var added: [AddedToken] = []

  init(model: any TokenModel) {
    self.model = model
    vocabulary = model.vocabulary
  }

  /// Adds a token, of which `field` is the source; refuses one that contradicts the vocabulary.
  mutating func add(_ token: AddedToken, from field: JSONField) throws(TokenizerProblem) {
    guard !token.content.isEmpty else { throw field.problem("an added token is empty") }
    guard vocabulary.insert(token.content, id: token.id) else {
      throw field.problem(
        "token '\(token.content.text)' with id \(token.id) contradicts the vocabulary")
    }
    added.append(token)
  }

  /// Checks what the post-processor puts in against the vocabulary.
  func check(_ file: String) throws(TokenizerProblem) {
    for id in postProcessor?.insertedIDs ?? [] where vocabulary.token(id) == nil {
      throw TokenizerProblem(
        file: file, place: "post_processor", message: "id \(id) is not in the vocabulary")
    }
  }
}
