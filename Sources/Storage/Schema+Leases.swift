extension Schema {
  /// What version 7 adds: leases instead of claims that stand for ever, in a time of the
  /// database's own; every attempt at a run; results that contradict each other, kept apart.
  ///
  /// Claims of earlier versions get one lease from the first moment of that time.
  static let leaseTables = """
    CREATE TABLE clock (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      seconds REAL NOT NULL
    ) STRICT;
    INSERT INTO clock (id, seconds) VALUES (1, 0);
    ALTER TABLE run ADD COLUMN attempt TEXT;
    ALTER TABLE run ADD COLUMN leaseUntil REAL;
    UPDATE run SET leaseUntil = 60 WHERE outcome = 'running';
    CREATE TABLE attempt (
      id TEXT NOT NULL PRIMARY KEY,
      run TEXT NOT NULL REFERENCES run (digest) ON DELETE CASCADE,
      host TEXT NOT NULL,
      process INTEGER NOT NULL,
      started TEXT NOT NULL,
      ended TEXT,
      outcome TEXT,
      outcomeDetail TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX attemptByRun ON attempt (run);
    CREATE TABLE dispute (
      run TEXT NOT NULL REFERENCES run (digest) ON DELETE CASCADE,
      content TEXT NOT NULL,
      source TEXT NOT NULL,
      machine TEXT,
      started TEXT NOT NULL,
      finished TEXT NOT NULL,
      result TEXT NOT NULL CHECK (json_valid(result)),
      PRIMARY KEY (run, content)
    ) STRICT, WITHOUT ROWID;

    """
}
