/// Applies post-processors one after the other.
struct PostProcessorSequence: PostProcessor {
  static let name = "Sequence"
  private var stages: [any PostProcessor] = []

  init(_ field: JSONField) throws(TokenizerProblem) {
    for stage in try field.required("processors").elements() {
      stages.append(try PostProcessorCatalog.read(stage))
    }
  }

  var insertedIDs: [Int32] { stages.flatMap(\.insertedIDs) }

  func process(_ ids: [Int32]) -> [Int32] {
    stages.reduce(ids) { $1.process($0) }
  }
}
