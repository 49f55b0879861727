import ArgumentParser
import Foundation
import Grids
import Training
import Vocabulary

/// The grid and what of it is meant.
struct GridOptions: ParsableArguments {
  @Argument(help: "The grid file: YAML or a property list.", completion: .grids)
  var grid: String

  @OptionGroup var database: DatabaseOptions
  var db: String { database.path }

  @Option(
    help: .init(
      "The directory with downloaded data sets (default: the grid's, or ZOBENCH_DATA).",
      valueName: "directory"),
    completion: .directory)
  var data: String?

  @Option(
    help: ArgumentHelp(
      "A run setting of every cell in the place of the grid's, as steps=100, or seeds=0,1; may be "
        + "repeated.", valueName: "key=value"))
  var set: [Assignment] = []

  @Option(
    help: ArgumentHelp(
      "A model in the place of the grid's: embedded, a directory, or ORG/NAME[@REV]; may be "
        + "repeated.", valueName: "model"), completion: .models)
  var model: [String] = []

  @Option(
    help: .init(
      "Only cells that match, as 'optimizer=zo-*,task=mini-sst2|mini-copa,seed=0'.",
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
    completion: .compute)
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
          throw ValidationError("--set seeds must be whole numbers, as seeds=0,1,2")
        }
        return seed
      }
    }
    if !model.isEmpty { overrides.models = model.map(Self.placed) }
    return overrides
  }

  /// A directory is beside the user, not beside the grid.
  private static func placed(_ model: String) -> String {
    var isDirectory: ObjCBool = false
    let path = (model as NSString).expandingTildeInPath
    let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    return isThere && isDirectory.boolValue ? URL(fileURLWithPath: path).path : model
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

  func planner(for study: Study, complete: Bool) -> Planner {
    let directory =
      data ?? study.dataDirectory
      ?? ProcessInfo.processInfo.environment["ZOBENCH_DATA"]
    return Planner(
      dataDirectory: directory, complete: complete, budget: memoryBudget?.bytes)
  }
}
