import Vocabulary

/// No seed of a cell is counted twice.
package struct UniqueSeeds: ResultRule {
  package static let name = "unique-seeds"
  package static let sentence = "no cell has a seed twice"

  package init() {}

  package func findings(in subject: VerificationSubject) -> [String] {
    let groups = Dictionary(grouping: subject.runs) { run in
      let identity = run.result.identity
      return [
        canonicalJSON(run.result.cell), identity.data.hex, identity.model.hex,
        "\(identity.semantics)",
      ]
    }
    return groups.values.filter { $0.count > 1 }
      .compactMap { group in group.first.map { "\($0.name): \(group.count) results" } }.sorted()
  }
}
