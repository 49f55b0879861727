/// A cell that cannot be planned: what it names is missing, or does not go together.
package struct RefusedCell: Hashable, Sendable {
  package var cell: Cell
  /// The seeds at which it was asked for.
  package var seeds: [Int]
  /// Where it is wrong, and how.
  package var reason: String

  package init(_ cell: Cell, seeds: [Int], because problem: InputProblem) {
    self.cell = cell
    self.seeds = seeds
    reason = problem.description
  }

  /// Runs that it would have.
  package var runs: Int { seeds.count }
}

extension [RefusedCell] {
  /// Runs that are refused.
  package var runs: Int { reduce(0) { $0 + $1.runs } }
}
