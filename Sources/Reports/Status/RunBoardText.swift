import Vocabulary

/// The lines of a board on a terminal: the bar, a line per job, the best scores so far.
package struct RunBoardText {
  private let board: RunBoard
  /// Columns that a line may fill.
  private let width: Int

  /// Jobs and tasks that have lines of their own.
  private static let (mostJobs, mostTasks) = (4, 3)
  /// Characters of a job's name that tell it apart.
  private static let leastName = 16

  package init(_ board: RunBoard, width: Int) {
    self.board = board
    self.width = max(width, 20)
  }

  /// - Parameter elapsed: seconds since the run began.
  package func lines(elapsed: Double) -> [String] {
    let shown = board.jobs.prefix(Self.mostJobs).map(job)
    let more = board.jobs.count - shown.count
    return [bar(elapsed)] + shown + (more > 0 ? [fit("and \(more) more at work")] : []) + best
  }

  private func bar(_ elapsed: Double) -> String {
    let share = board.share
    let counts = "\(board.finished)/\(board.runs)"
    let parts =
      [counts, NumberText.fixed(100 * share, 0) + " %", NumberText.duration(elapsed)]
      + (board.left(after: elapsed).map { [NumberText.duration($0) + " left"] } ?? [])
      + (board.failed > 0 ? ["\(board.failed) failed"] : [])
    let text = parts.joined(separator: "  ")
    let cells = min(30, width - text.count - 3)
    guard cells >= 8 else { return String(text.prefix(width)) }
    let full = Int(share * Double(cells))
    return "[" + String(repeating: "#", count: full)
      + String(repeating: ".", count: cells - full) + "] " + text
  }

  private func job(_ job: RunBoard.Job) -> String {
    let name = board.names.name(of: job.cell)
    let places = places(of: job)
    // Where there is little space, the loss gives way before the name does.
    let shown = places.first { width - $0.count - 2 >= min(name.count, Self.leastName) }
    return fit(name, then: shown ?? places[places.count - 1])
  }

  /// Where a job is, in fewer and fewer words.
  private func places(of job: RunBoard.Job) -> [String] {
    guard let news = job.news else { return ["starting"] }
    let trial = news.trials > 1 ? ["trial \(news.trial + 1)/\(news.trials)"] : []
    let dev = job.dev.map { ["dev \(NumberText.fixed(100 * $0, 1))"] } ?? []
    let loss = news.loss.isFinite ? NumberText.fixed(news.loss, 4) : "not finite"
    let step = ["step \(news.step)/\(news.steps)"]
    return [trial + step + ["loss \(loss)"] + dev, trial + step + dev, step + dev, step]
      .map { $0.joined(separator: "  ") }
  }

  /// `best on mini-sst2: zo-sgd ft 97.4 (zeroth order), fo-adam ft 100.0 (first order)`.
  private var best: [String] {
    let tasks = board.best.keys.sorted()
    let shown = tasks.prefix(Self.mostTasks)
    let more = tasks.count - shown.count
    return shown.flatMap { bests(on: $0) } + (more > 0 ? [fit("and \(more) more tasks")] : [])
  }

  /// A line for all classes; where they do not fit, one for each.
  private func bests(on task: String) -> [String] {
    let found = MethodClass.allCases.compactMap { kind in
      board.best[task]?[kind].map { best in
        let cell = best.cell.cell
        let optimizer = cell.optimizer == .noOptimizer ? [] : [cell.optimizer.name]
        let name = (optimizer + [cell.scheme.name]).joined(separator: " ")
        return (kind, "\(name) \(NumberText.fixed(100 * best.score, 1))")
      }
    }
    let whole =
      "best on \(task): " + found.map { "\($1) (\($0.shortName))" }.joined(separator: ", ")
    guard whole.count > width else { return [fit(whole)] }
    return found.map { fit("\(task), \($0.shortName)", then: $1) }
  }

  private func fit(_ text: String) -> String { fit(text, then: "") }

  /// The text and what follows it in one line; the text gives way first, at its beginning, because
  /// names differ at their ends.
  private func fit(_ text: String, then rest: String) -> String {
    let (text, rest) = (PlainText.oneLine(text), String(rest.prefix(width)))
    let room = width - rest.count - (rest.isEmpty ? 0 : 2)
    guard room >= 4 else { return rest }
    let name = text.count <= room ? text : "…" + text.suffix(room - 1)
    return rest.isEmpty ? name : name + "  " + rest
  }
}
