import Dispatch
import Foundation
import Synchronization
import Vocabulary

/// Plans of whole grids, made on all cores.
extension Planner {
  /// A line of the plan for each cell, in their order.
  package func entries(
    _ cells: [SeededCell], budget: Int?,
    state: @Sendable (SeededCell, Identity) throws -> PlanState
  ) throws -> [PlanEntry] {
    try map(cells) { try self.entry($0, budget: budget, state: state) }
  }

  /// A line for each cell whose run is not done; of the others nothing is forecast.
  package func openEntries(
    _ cells: [SeededCell], budget: Int?,
    state: @Sendable (SeededCell, Identity) throws -> PlanState
  ) throws -> [PlanEntry] {
    try map(cells) { try self.openEntry($0, budget: budget, state: state) }.compactMap(\.self)
  }

  /// Consecutive cells share samples, so every core has a run of them.
  ///
  /// - Throws: the problem of the first cell that has one.
  private func map<Line: Sendable>(
    _ cells: [SeededCell], _ line: @Sendable (SeededCell) throws -> Line
  ) throws -> [Line] {
    let parts = min(cells.count, max(1, ProcessInfo.processInfo.activeProcessorCount))
    let found = Mutex<[Int: Result<[Line], any Error>]>([:])
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let range = part * cells.count / parts..<(part + 1) * cells.count / parts
      let lines = Result { try cells[range].map(line) }
      found.withLock { $0[part] = lines }
    }
    let lines = found.withLock { $0 }
    return try (0..<parts).flatMap { try lines[$0]?.get() ?? [] }
  }
}
