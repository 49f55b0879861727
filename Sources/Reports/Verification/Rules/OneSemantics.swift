import Vocabulary

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
