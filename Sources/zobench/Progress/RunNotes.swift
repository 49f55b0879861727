import Synchronization
import Vocabulary

/// How many runs have written what they trained.
final class ExportCount: RunObserver {
  private let written = Mutex(0)

  var count: Int { written.withLock(\.self) }

  func observe(_ event: RunEvent) {
    if case .exported = event { written.withLock { $0 += 1 } }
  }
}

/// Runs that are left out, said once for the seeds of a cell that have the same reason.
struct SkippedRun {
  private var cell: String
  private var reason: String
  private var seeds: [Int]

  private var line: String {
    let numbers = seeds.map(String.init).joined(separator: ", ")
    return "skipped: \(cell), seed\(seeds.count == 1 ? "" : "s") \(numbers): \(reason)"
  }

  /// In the order of the plan.
  static func lines(_ entries: [PlanEntry]) -> [String] {
    var runs: [SkippedRun] = []
    for entry in entries {
      guard case .skipped(let reason) = entry.state else { continue }
      let (cell, seed) = (entry.cell.cell.name, entry.cell.seed)
      if let same = runs.firstIndex(where: { $0.cell == cell && $0.reason == reason }) {
        runs[same].seeds.append(seed)
      } else {
        runs.append(SkippedRun(cell: cell, reason: reason, seeds: [seed]))
      }
    }
    return runs.map(\.line)
  }
}
