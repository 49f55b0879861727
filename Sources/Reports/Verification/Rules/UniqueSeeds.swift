import Experiments

/// No seed of a cell is counted twice.
public struct UniqueSeeds: ResultRule {
  public static let name = "unique-seeds"
  public static let sentence = "no cell has a seed twice"

  public init() {}

  public func findings(in subject: VerificationSubject) -> [String] {
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
