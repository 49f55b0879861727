import Dispatch
import Foundation
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
    var isClosed = false
  }

  private let state: Mutex<State>
  private let start = ContinuousClock.now

  /// - Parameter plan: all entries of the study, those that have ended among them.
  init(_ plan: [PlanEntry]) {
    let board = RunBoard(plan)
    let lines = RunLines(board, names: board.names, usesColor: Console.usesColor)
    state = Mutex(State(board: board, lines: lines))
  }

  /// A resized terminal has wrapped what is drawn, and time passes while a step takes minutes.
  func keepCurrent() -> [any DispatchSourceProtocol] {
    // A queue of its own has a thread even when all others compute.
    let queue = DispatchQueue(label: "zobench.board")
    let resized = DispatchSource.makeSignalSource(signal: SIGWINCH, queue: queue)
    resized.setEventHandler { [self] in draw(always: true) }
    let second = DispatchSource.makeTimerSource(queue: queue)
    second.schedule(deadline: .now() + 1, repeating: 1, leeway: .milliseconds(100))
    second.setEventHandler { [self] in draw(always: false) }
    resized.resume()
    second.resume()
    return [resized, second]
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

  func tell(_ text: String) { state.withLock { draw([text], &$0, always: true) } }

  func close() {
    state.withLock { state in
      state.isClosed = true
      Console.redraw(state.screen.erasing([], columns: Console.columns))
    }
  }

  private func draw(always: Bool) { state.withLock { draw([], &$0, always: always) } }

  /// At most ten times a second, unless there is something to keep.
  private func draw(_ lasting: [String], _ state: inout State, always: Bool = false) {
    let now = ContinuousClock.now
    if !always, lasting.isEmpty, let last = state.lastDraw, now - last < .milliseconds(100) {
      return
    }
    state.lastDraw = now
    let columns = Console.columns
    let whole = lasting.map { Screen.wrapped($0, columns: columns) }
    let erased = state.screen.erasing(whole, columns: columns)
    guard !state.isClosed else { return Console.redraw(erased) }
    let text = RunBoardText(state.board, width: columns - Screen.spare)
      .lines(elapsed: (now - start).seconds)
    Console.redraw(erased + state.screen.drawing(text))
  }
}

/// The part of a terminal that the board fills, and the sequences that replace it.
private struct Screen {
  /// Columns that stay free at the end of a line: for the cursor and the `^C` of a terminal.
  static let spare = 3

  private var lines: [String] = []

  /// A lasting line, broken between words where a terminal would break it within one.
  static func wrapped(_ line: String, columns: Int) -> String {
    let shown = line.replacing(/\u{1B}\[[0-9]+m/, with: "")
    guard shown.count > columns, !shown.contains("\n") else { return line }
    return TextWrap.lines(line, width: max(columns - 2, 10)).joined(separator: "\n  ")
  }

  /// Erases what is drawn and writes lasting lines in its place.
  ///
  /// - Parameter columns: the terminal's now; in a narrower one old lines fill several rows.
  mutating func erasing(_ lasting: [String], columns: Int) -> String {
    let rows = lines.reduce(0) { $0 + max(1, ($1.count + columns - 1) / columns) }
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
