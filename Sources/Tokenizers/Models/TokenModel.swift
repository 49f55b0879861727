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
