import Foundation
import Reports
import Synchronization
import Vocabulary

/// Something that shows a run to a person.
protocol RunProgress: RunObserver {
  /// Prints a lasting line.
  func tell(_ text: String)
  /// Takes away what is drawn; called when the run has ended.
  func close()
}

extension RunProgress {
  func tell(_ text: String) { Console.error(text) }
  func close() {}
}

/// Prints what happens in plain lines, for files and pipes.
final class LineObserver: RunProgress {
  private let lines: Mutex<RunLines>

  init(runs: Int) { lines = Mutex(RunLines(runs: runs, usesColor: false)) }

  func observe(_ event: RunEvent) {
    lines.withLock { lines in
      for line in lines.note(event) + [RunLines.warning(event)].compactMap(\.self) {
        Console.error(line)
      }
    }
  }
}

/// Prints warnings, findings about the health of trials, and what kept a cell from running.
final class WarningObserver: RunProgress {
  func observe(_ event: RunEvent) {
    if let line = RunLines.warning(event) { Console.error(line) }
  }
}
