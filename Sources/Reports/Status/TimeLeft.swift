import Foundation
import Vocabulary

/// How long what is open of a grid will take, at the rate measured so far.
struct TimeLeft {
  /// Wall seconds; nil when nothing was measured yet.
  private(set) var seconds: Double?
  /// Open runs that no rate is known for; they are not in `seconds`.
  private(set) var unknown = 0

  private let done: [(entry: PlanEntry, seconds: Double)]
  private let activity: [Identity: RunActivity]
  private let now: Date

  init(_ entries: [PlanEntry], _ results: [RunResult], _ activity: [RunActivity], now: Date) {
    let spent = Dictionary(
      results.map { ($0.identity, $0.trials.reduce(0) { $0 + $1.seconds.total }) },
      uniquingKeysWith: { first, _ in first })
    done = entries.compactMap { entry in
      guard entry.state == .done, let seconds = spent[entry.identity] else { return nil }
      return (entry, seconds)
    }
    let living = activity.filter(\.isAlive)
    self.activity = Dictionary(
      living.map { ($0.identity, $0) }, uniquingKeysWith: { first, _ in first })
    self.now = now
    let open = entries.filter { entry in
      entry.isToRun || self.activity[entry.identity] != nil
    }
    let times = open.map(left)
    unknown = times.count { $0 == nil }
    let known = times.compactMap(\.self)
    if !known.isEmpty { seconds = known.reduce(0, +) / Double(max(living.count, 1)) }
  }

  /// Seconds that an open run still takes.
  private func left(_ entry: PlanEntry) -> Double? {
    let share = activity[entry.identity]?.news?.share ?? 0
    if let whole = measured(entry) { return whole * (1 - share) }
    guard share > 0, let running = activity[entry.identity],
      let start = try? Date(running.started, strategy: .iso8601)
    else { return nil }
    return max(0, now.timeIntervalSince(start)) * (1 - share) / share
  }

  /// Seconds of the whole run: of the cell's other seeds, else by FLOPs from the runs of its
  /// scheme and optimizer on its model and task, else from all of the grid.
  private func measured(_ entry: PlanEntry) -> Double? {
    let cell = entry.cell.cell
    let same = done.filter { $0.entry.cell.cell == cell }
    if !same.isEmpty { return same.reduce(0) { $0 + $1.seconds } / Double(same.count) }
    let alike = done.filter { other in
      Axis.allCases.allSatisfy { other.entry.cell.cell[$0].name == cell[$0].name }
    }
    for runs in [alike, done] {
      let flops = runs.reduce(0) { $0 + $1.entry.flops }
      guard flops > 0, entry.flops > 0 else { continue }
      return runs.reduce(0) { $0 + $1.seconds } / flops * entry.flops
    }
    return nil
  }
}
