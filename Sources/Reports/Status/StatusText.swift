import Vocabulary

/// A status for a terminal.
package struct StatusText {
  private let status: StudyStatus

  /// Open runs that are named.
  private static let shown = 10

  package init(_ status: StudyStatus) { self.status = status }

  package var text: String {
    (running + [ended] + found + grid).joined(separator: "\n") + "\n"
  }

  private var running: [String] {
    guard !status.running.isEmpty else { return ["No run is active on \(status.database)."] }
    return status.running.flatMap(lines) + [""]
  }

  private func lines(_ run: StudyStatus.Running) -> [String] {
    let mark = run.isStale ? "left" : "runs"
    let holder = run.holder.map { "process \($0.process) on \($0.host)" } ?? "nobody"
    let since = "since \(run.started)" + (run.isStale ? ", which has ended" : "")
    var lines = [
      "\(mark)  \(PlainText.oneLine(run.name)), seed \(run.seed)", "      \(holder), \(since)",
      "      " + Self.place(run),
    ]
    for finding in run.findings {
      lines += TextWrap.lines(
        "warning, step \(finding.step): "
          + HealthText.rounded(PlainText.oneLine(finding.message)), width: 80, indent: "      ")
    }
    return lines
  }

  /// How far a run is, in one line.
  package static func place(_ run: StudyStatus.Running) -> String {
    let silence = "updated \(NumberText.duration(run.secondsSinceNews)) ago"
    guard let trial = run.trial, let trials = run.trials, let step = run.step,
      let steps = run.steps, let share = run.share
    else { return "before its first step; \(silence)" }
    let loss = run.loss.map { NumberText.fixed($0, 4) } ?? "not finite"
    let backwards = run.backwardPasses ?? 0
    let percent = NumberText.fixed(100 * share, 1)
    return "trial \(trial)/\(trials), step \(step)/\(steps), \(percent) %; "
      + "\(run.forwardPasses ?? 0) forwards"
      + (backwards > 0 ? ", \(backwards) backwards" : "") + "; loss \(loss); \(silence)"
  }

  /// The same where there is little space; silence is worth a word when it is long.
  package static func brief(_ run: StudyStatus.Running) -> String {
    guard let trial = run.trial, let trials = run.trials, let step = run.step,
      let steps = run.steps
    else { return "before its first step" }
    let silence = run.secondsSinceNews ?? 0
    let parts =
      (trials > 1 ? ["trial \(trial)/\(trials)"] : [])
      + [
        "step \(step)/\(steps)",
        "loss " + (run.loss.map { NumberText.fixed($0, 4) } ?? "not finite"),
      ]
      + (silence > 15 ? ["silent for \(NumberText.duration(silence))"] : [])
    return parts.joined(separator: ", ")
  }

  private var ended: String {
    let counts = status.outcomes.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    let sum = status.outcomes.values.reduce(0, +)
    return sum == 0 ? "No run has ended." : "\(sum) ended: " + counts.joined(separator: ", ")
  }

  private var found: [String] {
    status.findings.flatMap { finding in
      TextWrap.lines(
        HealthText.title(of: finding.kind) + " in \(finding.runs): "
          + HealthText.rounded(PlainText.oneLine(finding.first)),
        width: 80, indent: "    ")
    }
  }

  private var grid: [String] {
    guard let grid = status.grid else { return [] }
    let counts =
      "Grid: \(grid.runs) runs, \(grid.done) done, \(grid.running) running, \(grid.open) open"
      + (grid.skipped > 0 ? ", \(grid.skipped) skipped" : "")
      + (grid.refused > 0 ? ", \(grid.refused) refused" : "")
    let names = grid.openCells.prefix(Self.shown).map { "open  " + PlainText.oneLine($0) }
    let rest = grid.openCells.count - Self.shown
    return [counts] + names + (rest > 0 ? ["      and \(rest) more"] : [])
      + refusals(grid) + left(grid)
  }

  private func refusals(_ grid: StudyStatus.Progress) -> [String] {
    grid.refusals.flatMap { refusal in
      let others = refusal.cells.count - 1
      let cells =
        PlainText.oneLine(refusal.cells.first ?? "") + (others > 0 ? " and \(others) more" : "")
      return ["refused  " + cells]
        + TextWrap.lines(PlainText.oneLine(refusal.reason), width: 80, indent: "    ")
    }
  }

  private func left(_ grid: StudyStatus.Progress) -> [String] {
    guard grid.open + grid.running > 0 else { return [] }
    let unknown = grid.unforecast
    guard let seconds = grid.secondsLeft else {
      let none =
        unknown == 1
        ? "the open run resembles no measured one"
        : "none of the \(unknown) open runs resembles a measured one"
      return ["Time left: unknown; " + none]
    }
    return [
      "Time left at the rate so far: \(NumberText.duration(seconds))"
        + (unknown > 0 ? ", and \(unknown) that resemble no measured run" : "")
    ]
  }
}
