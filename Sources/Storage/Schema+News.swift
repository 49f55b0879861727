extension Schema {
  /// What version 5 adds: the last that each running trial told, for who looks from outside.
  static let newsTable = """
    CREATE TABLE news (
      run TEXT NOT NULL PRIMARY KEY REFERENCES run (digest) ON DELETE CASCADE,
      trial INTEGER NOT NULL,
      trials INTEGER NOT NULL,
      step INTEGER NOT NULL,
      steps INTEGER NOT NULL,
      loss REAL,
      forwards INTEGER NOT NULL,
      backwards INTEGER NOT NULL,
      stored TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    """
}
