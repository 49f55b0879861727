/// Corrects offsets in Hugging Face tokenizers; ids, all there is here, pass unchanged.
struct ByteLevelPostProcessor: PostProcessor {
  static let name = "ByteLevel"

  init(_ field: JSONField) throws(TokenizerProblem) {}

  var insertedIDs: [Int32] { [] }

  func process(_ ids: [Int32]) -> [Int32] { ids }
}
