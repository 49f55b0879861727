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

/// The results of each optimizer are of one training semantics, none older than this program's.
package struct OneSemantics: ResultRule {
  package static let name = "semantics"
  package static let sentence = "the results of an optimizer have one training semantics"

  package init() {}

  package func findings(in subject: VerificationSubject) -> [String] {
    let optimizers = Dictionary(grouping: subject.runs) { $0.result.cell.cell.optimizer.name }
    return optimizers.sorted { $0.key < $1.key }.flatMap { name, runs in
      let versions = Dictionary(grouping: runs) { $0.result.identity.semantics }
      let newest = max(versions.keys.max() ?? 0, Identity.currentSemantics)
      return versions.sorted { $0.key < $1.key }.filter { $0.key != newest }.map { version, runs in
        "\(runs.count) runs of \(name) have semantics \(version), "
          + "now it is \(newest): run the grid again"
      }
    }
  }
}

/// Builds from modified sources do not stand beside others: nobody can say what they ran.
package struct CleanBuilds: ResultRule {
  package static let name = "clean-builds"
  package static let sentence = "no build of modified sources is mixed with others"

  package init() {}

  package func findings(in subject: VerificationSubject) -> [String] {
    let counts = Dictionary(
      grouping: subject.runs.compactMap { $0.machine?.version }, by: { $0 }
    ).mapValues(\.count)
    guard counts.count > 1 else { return [] }
    return counts.sorted { $0.key < $1.key }.filter { $0.key.contains("dirty") }
      .map { "\($0.value) runs are from '\($0.key)', beside \(counts.count - 1) other builds" }
  }
}
