import ArgumentParser

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
