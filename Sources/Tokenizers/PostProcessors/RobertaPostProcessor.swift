/// Puts the classifier token before a text and the separator after it.
struct RobertaPostProcessor: PostProcessor {
  static let name = "RobertaProcessing"
  private let classifier: Int32
  private let separator: Int32

  init(classifier: Int32, separator: Int32) {
    self.classifier = classifier
    self.separator = separator
  }

  init(_ field: JSONField) throws(TokenizerProblem) {
    classifier = try Self.id(try field.required("cls"))
    separator = try Self.id(try field.required("sep"))
  }

  /// The id of a `["</s>", 2]` pair.
  private static func id(_ field: JSONField) throws(TokenizerProblem) -> Int32 {
    let pair = try field.elements()
    guard pair.count == 2 else { throw field.problem("must be a pair of token and id") }
    return try pair[1].id()
  }

  var insertedIDs: [Int32] { [classifier, separator] }

  func process(_ ids: [Int32]) -> [Int32] {
    [classifier] + ids + [separator]
  }
}
