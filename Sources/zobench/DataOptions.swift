import ArgumentParser
import Foundation
import Training

/// Where downloaded data sets are, for a command that has no grid.
struct DataOptions: ParsableArguments {
  /// The variable that names the directory where nothing else does.
  static let variable = "ZOBENCH_DATA"

  @Option(
    help: .init(
      "The directory with downloaded data sets (default: \(DataOptions.variable)).",
      valueName: "directory"),
    completion: .directory)
  var data: String?

  /// The directory that is given, else the environment's; nil where there is neither.
  var directory: String? { data ?? Self.ofEnvironment }

  static var ofEnvironment: String? { ProcessInfo.processInfo.environment[variable] }

  /// A planner of cells that belong to no grid.
  func planner(complete: Bool) -> Planner {
    Planner(dataDirectory: directory, complete: complete)
  }
}
