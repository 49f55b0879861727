import Foundation
import Reports
import Vocabulary

/// What of a run is worth a lasting line: evaluations, trials that went wrong, results.
struct RunLines {
  private let names: RunNames
  private let runs: Int
  private let usesColor: Bool
  private var finished: Int

  /// - Parameters:
  ///   - board: as it is before the first event.
  ///   - names: what runs are called.
  init(_ board: RunBoard, names: RunNames, usesColor: Bool) {
    (runs, finished, self.names) = (board.runs, board.finished, names)
    self.usesColor = usesColor
  }

  /// The lines of an event.
  mutating func note(_ event: RunEvent) -> [String] {
    switch event {
    case .evaluated(let cell, _, let point):
      ["\(name(cell))  step \(point.step)  dev \(percent(point.score))"]
    case .trialFinished(let cell, _, let trial, let result) where result.outcome != .completed:
      ["\(name(cell))  trial \(trial + 1) \(result.outcome.name) \(Self.detail(result.outcome))"]
    case .exported(let cell, let path): ["\(name(cell))  written to \(Console.printable(path))"]
    case .runFinished(let result): [ended(result)]
    default: []
    }
  }

  /// The line of a warning; nil for other events.
  static func warning(_ event: RunEvent) -> String? {
    switch event {
    case .warned(let text): Console.printable("warning: \(text)")
    case .found(let cell, let trial, let finding):
      Console.printable(
        "warning: \(cell.cell.name), seed \(cell.seed), trial \(trial + 1), "
          + "step \(finding.step): \(HealthText.rounded(finding.message))")
    default: nil
    }
  }

  /// The line of a run that ended without a result, by its cell's whole name; nil for other events.
  ///
  /// An interruption is the command's, which tells it once.
  static func trouble(_ event: RunEvent) -> String? {
    guard case .runFinished(let result) = event, result.outcome != .completed,
      result.outcome != .interrupted
    else { return nil }
    return "\(Console.printable(result.cell.cell.name)), seed \(result.cell.seed): "
      + words(result.outcome)
  }

  /// A run that was interrupted is not counted as done, and its time is not known before it ends.
  private mutating func ended(_ result: RunResult) -> String {
    let isDone = result.outcome != .interrupted
    if isDone { finished += 1 }
    let metrics = result.test?.metrics ?? [:]
    let score =
      metrics[Metric.accuracy.rawValue].map { "test \(percent($0))" }
      ?? metrics[Metric.f1.rawValue].map { "test F1 \(percent($0))" }
    let seconds = result.trials.reduce(0) { $0 + $1.seconds.total }
    let count = isDone ? "[\(finished)/\(runs)] " : ""
    let time = isDone ? String(format: "%.1f s", seconds) : nil
    return count
      + [name(result.cell), mark(result.outcome), score, time].compactMap(\.self)
      .joined(separator: "  ")
  }

  private static func detail(_ outcome: Outcome) -> String { HealthText.rounded(outcome.detail) }

  private static func words(_ outcome: Outcome) -> String {
    Console.printable(outcome.name + (outcome.detail.isEmpty ? "" : " (\(detail(outcome)))"))
  }

  private func mark(_ outcome: Outcome) -> String {
    let text = Self.words(outcome)
    guard usesColor else { return text }
    return "\u{1B}[\(outcome == .completed ? 32 : 31)m\(text)\u{1B}[0m"
  }

  private func name(_ cell: SeededCell) -> String { names.name(of: cell) }

  private func percent(_ score: Double) -> String { String(format: "%.1f %%", 100 * score) }
}
