extension Schema {
  /// What version 2 adds: the step logs of trials, in the pieces in which they were written; how
  /// far unfinished trials have come; findings about the health of trials; the digest of what was
  /// trained.
  static let stepLogTables = """
    ALTER TABLE trial ADD COLUMN weightsDigest TEXT;
    CREATE TABLE stepLog (
      run TEXT NOT NULL REFERENCES run (digest) ON DELETE CASCADE,
      trial INTEGER NOT NULL CHECK (trial >= 0),
      start INTEGER NOT NULL CHECK (start >= 0),
      bytes BLOB NOT NULL,
      UNIQUE (run, trial, start)
    ) STRICT;
    CREATE TABLE progress (
      run TEXT NOT NULL REFERENCES run (digest) ON DELETE CASCADE,
      trial INTEGER NOT NULL CHECK (trial >= 0),
      stepsDone INTEGER NOT NULL,
      result TEXT NOT NULL CHECK (json_valid(result)),
      PRIMARY KEY (run, trial)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE finding (
      trial INTEGER NOT NULL REFERENCES trial (id) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      kind TEXT NOT NULL,
      step INTEGER NOT NULL,
      message TEXT NOT NULL,
      PRIMARY KEY (trial, number)
    ) STRICT, WITHOUT ROWID;

    """
}

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
