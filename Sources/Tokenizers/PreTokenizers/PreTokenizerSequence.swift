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
