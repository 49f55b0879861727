import ArgumentParser
import Clusters
import Grids
import Training
import Vocabulary

/// The grid, what of it is meant, and the database.
struct GridOptions: ParsableArguments {
  @OptionGroup var reading: StudyOptions
  @OptionGroup var database: DatabaseOptions

  var db: String { database.path }
  var memoryBudget: ByteSize? { reading.options.memoryBudget }

  func study() throws -> Study { try reading.study() }
  func cells(of study: Study) throws -> [SeededCell] { try reading.cells(of: study) }
  func dataDirectory(of study: Study) -> String? { reading.options.dataDirectory(of: study) }

  func planner(for study: Study, complete: Bool) -> Planner {
    reading.planner(for: study, complete: complete)
  }

  /// The database of a shard, in whose name its number may be.
  func db(of shard: Shard?) -> String { shard?.path(db) ?? db }

  /// The plan of the cells that are meant; of a shard, only its own.
  func plan(of study: Study, complete: Bool, shard: Shard? = nil) throws -> StudyPlan {
    let plan = planner(for: study, complete: complete).plan(try cells(of: study))
    guard let shard else { return try plan.usable() }
    // A plan that lacks cells would be divided otherwise than other hosts divide theirs.
    let whole = try plan.checked(
      because: "Nothing of shard \(shard) was run: hosts divide a grid alike only if all its cells "
        + "can be planned. Put the files there, or leave the cells out with --only on every host.")
    return whole.only(ShardPlan(whole.entries, count: shard.count)[shard].identities)
  }
}

/// The grid and what of it is meant.
struct StudyOptions: ParsableArguments {
  @Argument(help: "The grid file: YAML or a property list.", completion: .grids)
  var grid: String

  @OptionGroup var options: CellOptions

  /// The grid's absolute path.
  var path: String { CellOptions.absolute(grid) }

  func study() throws -> Study { try options.study(at: grid) }
  func cells(of study: Study) throws -> [SeededCell] { try options.cells(of: study, grid) }

  func planner(for study: Study, complete: Bool) -> Planner {
    options.planner(for: study, complete: complete)
  }

  /// The words by which `run` reads the same study from any directory and in any environment.
  func arguments(for study: Study) -> [String] { [path] + options.words(for: study) }
}

/// The results database: the last word of a command, or `--db`.
struct DatabaseOptions: ParsableArguments {
  @Argument(
    help: .init(
      "The results database (default: results.sqlite); also --db.", valueName: "database"),
    completion: .databases)
  var database: String?

  @Option(
    help: .init("The results database, instead of the last argument.", valueName: "file"),
    completion: .databases)
  var db: String?

  /// Whether one was named.
  var isNamed: Bool { path(or: nil) != nil }

  var path: String { path(or: "results.sqlite") ?? "" }

  private func path(or other: String?) -> String? { database ?? db ?? other }

  func validate() throws {
    if let database, let db, database != db {
      throw ValidationError("'\(database)' and --db \(db) are two databases; name one")
    }
  }
}
