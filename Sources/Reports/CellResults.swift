import Vocabulary

/// A cell with the runs behind its summary, by seed.
package struct CellResults: Hashable, Sendable {
  package var summary: CellSummary
  /// One per seed that ended, in the order of the seeds.
  package var runs: [RunResult]
  /// The searches at seeds of their own; empty where every run searched for itself.
  package var searches: [RunResult] = []
  /// Whether its optimizer asks for derivatives along directions, which cost forward passes only.
  package internal(set) var usesTangents = false

  /// - Parameter runs: of one cell, one per seed; nil without any.
  init?(_ runs: [RunResult]) {
    guard let summary = CellSummary(runs) else { return nil }
    self.summary = summary
    self.runs = runs.sorted { $0.cell.seed < $1.cell.seed }
  }

  /// The runs in which hyper-parameters were searched.
  var searched: [RunResult] { searches.isEmpty ? runs : searches }

  /// The development scores of what was tested.
  var bestScores: [Double] {
    runs.filter { $0.outcome == .completed }.compactMap(\.bestScore)
  }

  /// The cell as its grid wrote it.
  package var cell: Cell { runs[0].cell.cell }
  package var identity: Identity { runs[0].identity }

  /// Completed runs with a test result, by seed.
  var tested: [Int: TestResult] {
    let pairs = runs.filter { $0.outcome == .completed }.compactMap { run in
      run.test.map { (run.cell.seed, $0) }
    }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// The chosen trials of the completed runs.
  var chosenTrials: [TrialResult] {
    runs.filter { $0.outcome == .completed }.compactMap(\.chosenTrial)
  }
}

extension RunResult {
  /// The development score of the weights that were tested.
  var bestScore: Double? { chosenTrial?.best(by: criterion)?.score }
}

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
