import ArgumentParser
import Foundation
import Grids
import Training
import Vocabulary

/// The grid, what of it is meant, and the database.
struct GridOptions: ParsableArguments {
  @OptionGroup var reading: StudyOptions
  @OptionGroup var database: DatabaseOptions

  var db: String { database.path }
  var memoryBudget: ByteSize? { reading.memoryBudget }

  func study() throws -> Study { try reading.study() }
  func cells(of study: Study) throws -> [SeededCell] { try reading.cells(of: study) }

  func planner(for study: Study, complete: Bool) -> Planner {
    reading.planner(for: study, complete: complete)
  }
}

/// The grid and what of it is meant.
struct StudyOptions: ParsableArguments {
  @Argument(help: "The grid file: YAML or a property list.", completion: .grids)
  var grid: String

  @Option(
    help: .init(
      "The directory with downloaded data sets (default: the grid's, or ZOBENCH_DATA).",
      valueName: "directory"),
    completion: .directory)
  var data: String?

  @Option(
    help: ArgumentHelp(
      "A run setting of every cell instead of the grid's, for example steps=100, or seeds=0,1; may "
        + "be repeated.", valueName: "key=value"))
  var set: [Assignment] = []

  @Option(
    help: ArgumentHelp(
      "A model instead of the grid's: embedded, a directory, or ORG/NAME[@REV]; may be "
        + "repeated.", valueName: "model"), completion: .models)
  var model: [String] = []

  @Option(
    help: .init(
      "Only cells that match, for example 'optimizer=zo-*,task=mini-sst2|mini-copa,seed=0'.",
      valueName: "filter"))
  var only: String?

  @Option(
    name: .customLong("memory-budget"),
    help: .init(
      "Divide steps so that cells fit, skip those that cannot, for example 8GiB.", valueName: "size"
    ))
  var memoryBudget: ByteSize?

  @Option(
    help: .init(
      "Dense products of every cell in f32, or in bf16 by oneDNN (default: the grid's).",
      valueName: "format"),
    completion: .list(Compute.settingChoices))
  var compute: String?

  func study() throws -> Study {
    let url = URL(fileURLWithPath: (grid as NSString).expandingTildeInPath)
    return try GridFile.read(url, vocabulary: .catalogues, overriding: overrides())
  }

  /// What options put in the place of what the grid says.
  private func overrides() throws -> CommandOverrides {
    var overrides = CommandOverrides()
    overrides.settings = set.filter { $0.name != "seeds" }
      .map { CommandSetting("--set", $0.name, $0.value) }
    if let compute {
      overrides.settings.append(CommandSetting("--compute", "compute", .text(compute)))
    }
    if let seeds = set.last(where: { $0.name == "seeds" })?.value.description {
      overrides.seeds = try seeds.split(separator: ",").map { text in
        guard let seed = Int(text.trimmingPrefix(" ")) else {
          throw ValidationError("--set seeds must be whole numbers, for example seeds=0,1,2")
        }
        return seed
      }
    }
    if !model.isEmpty { overrides.models = model.map(Self.placed) }
    return overrides
  }

  /// A directory or file is beside the user, not beside the grid.
  private static func placed(_ model: String) -> String {
    var isDirectory: ObjCBool = false
    let path = (model as NSString).expandingTildeInPath
    let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    let isModel = isDirectory.boolValue || path.hasSuffix(".gguf")
    return isThere && isModel ? absolute(path) : model
  }

  private static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: (path as NSString).expandingTildeInPath).standardizedFileURL.path
  }

  /// The cells that are meant, in the grid's order.
  func cells(of study: Study) throws -> [SeededCell] {
    let all = study.seededCells
    guard let only else { return all }
    let filter = try CellFilter(only)
    let cells = all.filter(filter.admits)
    if cells.isEmpty { throw InputProblem(at: "--only \(only)", "matches no cell of \(grid)") }
    return cells
  }

  /// Where data sets are: as given, as the grid says, or as the environment does.
  private func directory(of study: Study) -> String? {
    data ?? study.dataDirectory ?? ProcessInfo.processInfo.environment["ZOBENCH_DATA"]
  }

  func planner(for study: Study, complete: Bool) -> Planner {
    Planner(
      dataDirectory: directory(of: study), complete: complete, budget: memoryBudget?.bytes)
  }
}

extension StudyOptions {
  /// The grid's absolute path.
  var path: String { Self.absolute(grid) }

  /// The words by which `run` reads the same study from any directory and in any environment.
  func arguments(for study: Study) -> [String] {
    // What the grid itself says, it says on every host.
    let data = study.dataDirectory == nil || data != nil ? directory(of: study) : nil
    var words = [path]
    func add(_ name: String, _ value: String?) {
      if let value { words += [name, value] }
    }
    add("--data", data.map(Self.absolute))
    for assignment in set { add("--set", "\(assignment.name)=\(assignment.value)") }
    for model in model { add("--model", Self.placed(model)) }
    add("--only", only)
    add("--memory-budget", memoryBudget.map { "\($0)" })
    add("--compute", compute)
    return words
  }
}
