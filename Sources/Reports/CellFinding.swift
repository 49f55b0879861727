import Vocabulary

/// A finding about the health of a cell's trials, over its seeds.
package struct CellFinding: Hashable, Codable, Sendable {
  package var kind: HealthFinding.Kind
  /// The seeds of which a trial had it, in order.
  package var seeds: [Int]
  /// Where it was first found, and with which numbers.
  package var step: Int
  package var message: String

  /// One finding per kind, in the order of kinds.
  ///
  /// - Parameter runs: the runs of one cell in the order of their seeds.
  static func all(of runs: [RunResult]) -> [CellFinding] {
    HealthFinding.Kind.allCases.compactMap { kind in
      let found = runs.compactMap { run in
        run.trials.flatMap(\.findings).first { $0.kind == kind }.map { (run.cell.seed, $0) }
      }
      return found.first.map { first in
        CellFinding(
          kind: kind, seeds: found.map(\.0), step: first.1.step, message: first.1.message)
      }
    }
  }
}
