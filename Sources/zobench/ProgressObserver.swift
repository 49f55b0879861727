import Foundation
import Synchronization
import Vocabulary

/// Shows what is going on: a live line on a terminal, plain lines otherwise.
final class ProgressObserver: RunObserver {
  private struct State {
    var finished = 0
    var lastDraw = ContinuousClock.now
    var isBarShown = false
  }

  private let runs: Int
  private let interactive = Console.isInteractive
  private let color = Console.usesColor
  private let state = Mutex(State())

  init(runs: Int) { self.runs = runs }

  func observe(_ event: RunEvent) {
    switch event {
    case .stepped(let cell, _, let news):
      draw(
        cell,
        "trial \(news.trial + 1) step \(news.step)/\(news.steps) loss \(Self.short(news.loss))")
    case .evaluated(let cell, _, let point):
      let score = String(format: "%.1f", 100 * point.score)
      line("\(name(cell))  step \(point.step)  dev \(score) %")
    case .trialFinished(let cell, _, let trial, let result):
      guard result.outcome != .completed else { return }
      line("\(name(cell))  trial \(trial + 1) \(result.outcome.name) \(result.outcome.detail)")
    case .runFinished(let result): finish(result)
    case .runStarted, .trialStarted, .progressed, .found, .warned: break
    }
  }

  private func finish(_ result: RunResult) {
    let number = state.withLock { state in
      state.finished += 1
      return state.finished
    }
    let metrics = result.test?.metrics ?? [:]
    let score =
      metrics[Metric.accuracy.rawValue].map { String(format: "test %.1f %%", 100 * $0) }
      ?? metrics[Metric.f1.rawValue].map { String(format: "test F1 %.1f %%", 100 * $0) }
    let seconds = result.trials.reduce(0) { $0 + $1.seconds.total }
    line(
      "[\(number)/\(runs)] \(name(result.cell))  \(mark(result.outcome))  \(score ?? "")  "
        + String(format: "%.1f s", seconds))
  }

  private func mark(_ outcome: Outcome) -> String {
    let detail = outcome.detail.isEmpty ? "" : " (\(outcome.detail))"
    let text = Console.printable(outcome.name + detail)
    guard color else { return text }
    return "\u{1B}[\(outcome == .completed ? 32 : 31)m\(text)\u{1B}[0m"
  }

  private func name(_ cell: SeededCell) -> String {
    let names = Axis.allCases.map { cell.cell[$0].name }.joined(separator: " · ")
    return Console.printable("\(names) · seed \(cell.seed)")
  }

  /// A lasting line, above the bar.
  private func line(_ text: String) {
    state.withLock { state in
      let clear = state.isBarShown ? "\r\u{1B}[2K" : ""
      state.isBarShown = false
      Console.redraw(clear + text + "\n")
    }
  }

  /// The bar, at most ten times a second.
  private func draw(_ cell: SeededCell, _ text: String) {
    guard interactive else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      guard now - state.lastDraw > .milliseconds(100) else { return }
      state.lastDraw = now
      state.isBarShown = true
      let whole = "[\(state.finished)/\(runs)] \(name(cell))  \(text)"
      Console.redraw("\r\u{1B}[2K" + String(whole.prefix(100)))
    }
  }

  private static func short(_ loss: Double) -> String { String(format: "%.4f", loss) }
}

/// Prints warnings, findings about the health of trials, and what kept a cell from running.
final class WarningObserver: RunObserver {
  func observe(_ event: RunEvent) {
    switch event {
    case .warned(let text): warn(text)
    case .found(let cell, let trial, let finding):
      warn(
        "\(cell.cell.name), seed \(cell.seed), trial \(trial + 1), step \(finding.step): "
          + finding.message)
    default: break
    }
  }

  private func warn(_ text: String) {
    Console.error(Console.printable("warning: \(text)"))
  }
}
