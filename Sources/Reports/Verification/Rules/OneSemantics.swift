import Vocabulary

/// All results are of this program's training semantics.
package struct OneSemantics: ResultRule {
  package static let name = "semantics"
  package static let sentence = "all results have this program's training semantics"

  package init() {}

  package func findings(in subject: VerificationSubject) -> [String] {
    let others = subject.runs.map(\.result.identity.semantics)
      .filter { $0 != Identity.currentSemantics }
    return Set(others).sorted().map { version in
      "\(others.count { $0 == version }) runs have semantics \(version), "
        + "this program \(Identity.currentSemantics): run the grid again"
    }
  }
}
