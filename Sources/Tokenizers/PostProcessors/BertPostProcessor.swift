/// Puts the classifier token before a text and the separator after it, as BERT's files say it.
struct BertPostProcessor: PostProcessor {
  static let name = "BertProcessing"
  private let frame: RobertaPostProcessor

  init(_ field: JSONField) throws(TokenizerProblem) {
    frame = try RobertaPostProcessor(field)
  }

  var insertedIDs: [Int32] { frame.insertedIDs }

  func process(_ ids: [Int32]) -> [Int32] { frame.process(ids) }
}
