import GRDB

/// Whether a database would run what this program did not write: a trigger, a view in the place of
/// a table or of a view of another text.
///
/// SQLite runs these at every reading and writing.
///
/// What a version has is found by applying its migrations in memory. Tables, indexes and views of
/// other names are their owner's and harmless, since nothing here names them.
struct SchemaCheck {
  var migrations: [Migration]

  private struct Object {
    var name: String
    var type: String
    var text: String

    init(_ row: Row) {
      name = row["name"]
      type = row["type"]
      // Quotes and spaces of altered tables differ between versions of SQLite.
      text = (row["sql"] as String? ?? "").lowercased().filter { !$0.isWhitespace && $0 != "\"" }
    }
  }

  /// - Throws: `altered`, naming the first object that is not of `version`.
  func check(_ connection: Connection, version: Int) throws(StorageProblem) {
    let found = try connection.read(Self.objects)
    guard found.contains(where: { $0.type == "view" || $0.type == "trigger" }) else { return }
    let expected = try connection.beside { database in
      for migration in migrations where migration.version <= version {
        try database.execute(sql: migration.sql)
      }
      return try Self.objects(database)
    }
    let known = Dictionary(
      expected.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    for object in found {
      guard let what = Self.complaint(about: object, known[object.name.lowercased()]) else {
        continue
      }
      throw .altered(path: connection.path, what: what)
    }
  }

  private static func complaint(about object: Object, _ known: Object?) -> String? {
    switch (object.type, known) {
    case ("trigger", nil): "a trigger '\(object.name)' that zobench does not make"
    case ("view", let known?) where known.type != "view":
      "a view in the place of its \(known.type) '\(object.name)'"
    case ("view", let known?) where known.text != object.text,
      ("trigger", let known?) where known.text != object.text:
      "a \(object.type) '\(object.name)' with another text than zobench's"
    default: nil
    }
  }

  private static func objects(_ database: Database) throws -> [Object] {
    try Row.fetchAll(database, sql: "SELECT name, type, sql FROM sqlite_schema ORDER BY name")
      .map(Object.init)
  }
}
