import Reports
import Synchronization
import Vocabulary

/// Shows a run on a terminal: lasting lines above, and below them a board that is drawn anew.
final class BoardObserver: RunProgress {
  private struct State {
    var board: RunBoard
    var lines: RunLines
    var screen = Screen()
    var lastDraw: ContinuousClock.Instant?
  }

  private let state: Mutex<State>
  private let start = ContinuousClock.now

  init(_ entries: [PlanEntry]) {
    state = Mutex(
      State(
        board: RunBoard(entries),
        lines: RunLines(runs: entries.count, usesColor: Console.usesColor)))
  }

  func observe(_ event: RunEvent) {
    state.withLock { state in
      state.board.note(event)
      // The board has the development scores.
      let isShown = if case .evaluated = event { true } else { false }
      let lasting = isShown ? [] : state.lines.note(event)
      draw(lasting + [RunLines.warning(event)].compactMap(\.self), &state)
    }
  }

  func tell(_ text: String) { state.withLock { draw([text], &$0) } }

  func close() { state.withLock { Console.redraw($0.screen.erasing([])) } }

  /// At most ten times a second, unless there is something to keep.
  private func draw(_ lasting: [String], _ state: inout State) {
    let now = ContinuousClock.now
    if lasting.isEmpty, let last = state.lastDraw, now - last < .milliseconds(100) { return }
    state.lastDraw = now
    let width = Console.width
    let text = RunBoardText(state.board, width: width).lines(elapsed: (now - start).seconds)
    Console.redraw(state.screen.erasing(lasting, width: width) + state.screen.drawing(text))
  }
}

/// The part of a terminal that the board fills, and the sequences that replace it.
private struct Screen {
  private var lines: [String] = []

  /// Erases what is drawn and writes lasting lines in its place.
  ///
  /// - Parameter width: the terminal's columns now; in a narrower one old lines fill several rows.
  mutating func erasing(_ lasting: [String], width: Int = Console.width) -> String {
    let rows = lines.reduce(0) { $0 + max(1, ($1.count + width - 1) / width) }
    lines = []
    let up = rows > 1 ? "\u{1B}[\(rows - 1)A" : ""
    return (rows > 0 ? "\r" + up + "\u{1B}[J" : "") + lasting.map { $0 + "\n" }.joined()
  }

  mutating func drawing(_ text: [String]) -> String {
    lines = text
    return text.joined(separator: "\n")
  }
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
