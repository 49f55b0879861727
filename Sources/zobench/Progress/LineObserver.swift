import Dispatch
import Foundation
import Reports
import Synchronization
import Vocabulary

/// Something that shows a run to a person.
protocol RunProgress: RunObserver {
  /// Prints a lasting line.
  func tell(_ text: String)
  /// Draws anew by itself until what it returns is canceled.
  func keepCurrent() -> [any DispatchSourceProtocol]
  /// Takes away what is drawn; called when the run has ended.
  func close()
}

extension RunProgress {
  func tell(_ text: String) { Console.error(text) }
  func keepCurrent() -> [any DispatchSourceProtocol] { [] }
  func close() {}
}

/// Prints what happens in plain lines, for files and pipes.
final class LineObserver: RunProgress {
  private let lines: Mutex<RunLines>

  /// - Parameter plan: all entries of the study, those that have ended among them.
  init(_ plan: [PlanEntry]) {
    // Whoever reads a file of lines has nothing above them that says the rest.
    let names = RunNames(plan, axes: Axis.allCases)
    lines = Mutex(RunLines(RunBoard(plan), names: names, usesColor: false))
  }

  func observe(_ event: RunEvent) {
    lines.withLock { lines in
      for line in lines.note(event) + [RunLines.warning(event)].compactMap(\.self) {
        Console.error(line)
      }
    }
  }
}

/// Prints warnings, findings about the health of trials, what kept a cell from running, and runs
/// that ended without a result.
final class WarningObserver: RunProgress {
  func observe(_ event: RunEvent) {
    if let line = RunLines.warning(event) ?? RunLines.trouble(event) { Console.error(line) }
  }
}
