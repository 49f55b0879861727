import Vocabulary

/// A stored run with where it was measured.
package struct VerifiedRun: Hashable, Sendable {
  package var result: RunResult
  /// Nil when nobody said.
  package var machine: Machine?

  package init(_ result: RunResult, machine: Machine?) {
    self.result = result
    self.machine = machine
  }

  /// For findings: `tiny-opt / mini-sst2 / ft / zo-sgd, seed 0`.
  var name: String { "\(result.cell.cell.name), seed \(result.cell.seed)" }
}

/// What a result file is checked as.
package struct VerificationSubject: Sendable {
  package var runs: [VerifiedRun]
  /// What the grid asks for; nil without a grid.
  package var wanted: [SeededCell]?

  package init(_ runs: [VerifiedRun], wanted: [SeededCell]? = nil) {
    self.runs = runs
    self.wanted = wanted
  }
}
