import Tasks

extension EncodedSample {
  /// The sample with `tokens` before every sequence.
  package func following(_ tokens: [Int32]) -> EncodedSample {
    guard !tokens.isEmpty else { return self }
    return mapped { $0.following(tokens) }
  }
}

extension EncodedExample {
  /// The example with `tokens` before every sequence: before what candidates share, or each.
  package func following(_ tokens: [Int32]) -> EncodedExample {
    guard !tokens.isEmpty else { return self }
    var example = self
    example.question?.ids = tokens + (question?.ids ?? [])
    let isShared = !shared.isEmpty
    if isShared { example.shared = tokens + shared }
    for index in example.candidates.indices {
      if !isShared { example.candidates[index].fed = tokens + candidates[index].fed }
      example.candidates[index].places = candidates[index].places.map { $0 + tokens.count }
    }
    return example
  }
}
