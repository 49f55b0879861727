import ArgumentParser
import Foundation
import Grids
import Training
import Vocabulary

/// The grid and what of it is meant.
struct GridOptions: ParsableArguments {
  @Argument(help: "The grid file: YAML or a property list.", completion: .grids)
  var grid: String

  @Option(help: "The results database; it is made when it is not there.", completion: .databases)
  var db = "results.sqlite"

  @Option(
    help: "The directory with downloaded data sets (default: the grid's, or ZOBENCH_DATA).",
    completion: .directory)
  var data: String?

  @Option(
    help: "Only cells that match, as 'optimizer=zo-*,task=mini-sst2|mini-copa,seed=0'.")
  var only: String?

  @Option(name: .customLong("memory-budget"), help: "Skip cells that need more, as 8GiB.")
  var memoryBudget: ByteSize?

  @Option(
    help: "Dense products of every cell in f32, or in bf16 by oneDNN (default: the grid's).",
    completion: .compute)
  var compute: String?

  func study() throws -> Study {
    let url = URL(fileURLWithPath: (grid as NSString).expandingTildeInPath)
    return try GridFile.read(
      url, vocabulary: .catalogues,
      overriding: compute.map { [CommandSetting("--compute", "compute", .text($0))] } ?? [])
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
    return Planner(dataDirectory: directory, complete: complete)
  }
}
