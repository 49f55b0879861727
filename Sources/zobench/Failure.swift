import ArgumentParser
import Foundation
import Grids
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
  static let interrupted = ExitCode(75)
}
