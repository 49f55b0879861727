import Experiments

/// A stored run with where it was measured.
public struct VerifiedRun: Hashable, Sendable {
  public var result: RunResult
  /// Nil when nobody said.
  public var machine: Machine?

  public init(_ result: RunResult, machine: Machine?) {
    self.result = result
    self.machine = machine
  }

  /// For findings: `tiny-opt / mini-sst2 / ft / zo-sgd, seed 0`.
  var name: String { "\(result.cell.cell.name), seed \(result.cell.seed)" }
}

/// What a result file is checked as.
public struct VerificationSubject: Sendable {
  public var runs: [VerifiedRun]
  /// What the grid asks for; nil without a grid.
  public var wanted: [SeededCell]?

  public init(_ runs: [VerifiedRun], wanted: [SeededCell]? = nil) {
    self.runs = runs
    self.wanted = wanted
  }
}
