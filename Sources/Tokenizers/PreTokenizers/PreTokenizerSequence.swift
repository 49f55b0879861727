/// Cuts the pieces of each pre-tokenizer further with the next one.
struct PreTokenizerSequence: PreTokenizer {
  static let name = "Sequence"
  private var stages: [any PreTokenizer] = []

  init(_ field: JSONField) throws(TokenizerProblem) {
    for stage in try field.required("pretokenizers").elements() {
      stages.append(try PreTokenizerCatalog.read(stage))
    }
  }

  func split(_ text: Bytes) -> [Bytes] {
    stages.reduce([text]) { pieces, stage in pieces.flatMap(stage.split) }
  }
}
