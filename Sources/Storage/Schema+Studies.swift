extension Schema {
  /// What version 10 adds: the names and questions of the studies that ran on the database.
  static let studyTable = """
    CREATE TABLE study (
      name TEXT NOT NULL PRIMARY KEY,
      question TEXT NOT NULL,
      started TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    """
}
