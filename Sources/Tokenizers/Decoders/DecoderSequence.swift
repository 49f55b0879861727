/// Applies decoders one after the other.
struct DecoderSequence: TokenDecoder {
  static let name = "Sequence"
  private var stages: [any TokenDecoder] = []

  init(_ stages: [any TokenDecoder]) {
    self.stages = stages
  }

  init(_ field: JSONField) throws(TokenizerProblem) {
    for stage in try field.required("decoders").elements() {
      stages.append(try TokenDecoderCatalog.read(stage))
    }
  }

  func decode(_ tokens: [Bytes]) -> [Bytes] {
    stages.reduce(tokens) { $1.decode($0) }
  }
}
