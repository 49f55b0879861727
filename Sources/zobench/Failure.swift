import ArgumentParser
import Foundation
import Grids
import Notation
import Storage
import Training
import Vocabulary

/// Turns problems into one message on stderr and the documented exit code.
enum Failure {
  static func reported(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let problem as InputProblem {
      try fail(problem.description, problem.exitCode)
    } catch let problems as GridProblems {
      try fail(problems.description, problems.exitCode)
    } catch let problems as PlanProblems {
      try fail(problems.description, problems.exitCode)
    } catch let problem as StorageProblem {
      try fail(problem.description, problem.exitCode)
    } catch let problem as ValidationError {
      try fail(problem.message, ExitCode.validationFailure.rawValue)
    } catch let error as CocoaError where error.isFileError {
      try fail(error.line, error.exitCode)
    }
  }

  private static func fail(_ message: String, _ code: Int32) throws {
    Console.error("zobench: \(Console.printable(message))")
    throw ExitCode(code)
  }
}

/// Exit codes of runs.
enum RunExit {
  static let someFailed = ExitCode(2)
  static let overBudget = ExitCode(3)
  /// A scheduler that is not there, or refused.
  static let unavailable = ExitCode(69)
  /// What the system allows a process is too little for any work.
  static let denied = ExitCode(71)
  static let interrupted = ExitCode(75)
}

/// What the system says of a file, where a command has no better words for it.
extension CocoaError {
  fileprivate var place: String { filePath ?? url?.path ?? "a file" }

  fileprivate var line: String {
    "\(place): \(exitCode == 66 ? "cannot be read" : "cannot be written"): \(reason)"
  }

  /// Codes from 256 to 511 are about reading (Foundation's `NSFileReadUnknownError` and its
  /// neighbors).
  fileprivate var exitCode: Int32 { (256..<512).contains(code.rawValue) ? 66 : 73 }
}
