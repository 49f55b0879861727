import Vocabulary

/// Every cell of the grid has ended at every seed, for good.
package struct CompleteGrid: ResultRule {
  package static let name = "complete-grid"
  package static let sentence = "every cell of the grid has ended at every seed"

  package init() {}

  package func findings(in subject: VerificationSubject) -> [String] {
    let outcomes = Dictionary(grouping: subject.runs) { canonicalJSON($0.result.cell) }
      .mapValues { $0.map(\.result.outcome) }
    return (subject.wanted ?? []).compactMap { seeded in
      let found = outcomes[canonicalJSON(seeded)] ?? []
      if found.contains(where: \.isFinal) { return nil }
      let what = found.first.map { "ended as \($0.name)" } ?? "not there"
      return "\(seeded.cell.name), seed \(seeded.seed): \(what)"
    }
  }
}
