/// Applies normalizers one after the other.
struct NormalizerSequence: Normalizer {
  static let name = "Sequence"
  private var stages: [any Normalizer] = []

  init(_ field: JSONField) throws(TokenizerProblem) {
    for stage in try field.required("normalizers").elements() {
      stages.append(try NormalizerCatalog.read(stage))
    }
  }

  func normalize(_ text: Bytes) -> Bytes {
    stages.reduce(text) { $1.normalize($0) }
  }
}
