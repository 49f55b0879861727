extension Schema {
  /// The tables of version 1; a loss or score that is no number is NULL.
  static let firstTables = """
    CREATE TABLE machine (
      id INTEGER PRIMARY KEY,
      digest TEXT NOT NULL UNIQUE,
      processor TEXT NOT NULL,
      cores INTEGER NOT NULL,
      operatingSystem TEXT NOT NULL,
      kernels TEXT NOT NULL,
      blas TEXT NOT NULL,
      blasCore TEXT NOT NULL,
      threads INTEGER NOT NULL,
      version TEXT NOT NULL
    ) STRICT;
    CREATE TABLE run (
      digest TEXT NOT NULL PRIMARY KEY,
      configurationDigest TEXT NOT NULL,
      dataDigest TEXT NOT NULL,
      modelDigest TEXT NOT NULL,
      semantics INTEGER NOT NULL,
      cell TEXT NOT NULL CHECK (json_valid(cell)),
      model TEXT NOT NULL,
      task TEXT NOT NULL,
      scheme TEXT NOT NULL,
      optimizer TEXT NOT NULL,
      seed INTEGER NOT NULL,
      outcome TEXT NOT NULL,
      outcomeDetail TEXT,
      chosen INTEGER,
      testMetrics TEXT,
      testExamples INTEGER,
      testPredictions INTEGER,
      testCorrect BLOB,
      trainableParameters INTEGER,
      parameters INTEGER,
      machine INTEGER REFERENCES machine (id),
      started TEXT NOT NULL,
      finished TEXT,
      claimHost TEXT,
      claimProcess INTEGER,
      claimStart TEXT
    ) STRICT;
    CREATE INDEX runByConfiguration ON run (configurationDigest);
    CREATE INDEX runByMachine ON run (machine);
    CREATE TABLE trial (
      id INTEGER PRIMARY KEY,
      run TEXT NOT NULL REFERENCES run (digest) ON DELETE CASCADE,
      number INTEGER NOT NULL CHECK (number >= 0),
      point TEXT NOT NULL CHECK (json_valid(point)),
      outcome TEXT NOT NULL,
      outcomeDetail TEXT NOT NULL,
      stepsDone INTEGER NOT NULL,
      forwards INTEGER NOT NULL,
      backwards INTEGER NOT NULL,
      tokens INTEGER NOT NULL,
      secondsData REAL NOT NULL,
      secondsPasses REAL NOT NULL,
      secondsUpdate REAL NOT NULL,
      secondsEvaluation REAL NOT NULL,
      secondsSetUp REAL NOT NULL,
      peakResidentBytes INTEGER NOT NULL,
      curve BLOB NOT NULL CHECK (length(curve) % 4 = 0),
      UNIQUE (run, number)
    ) STRICT;
    CREATE TABLE evaluation (
      trial INTEGER NOT NULL REFERENCES trial (id) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      step INTEGER NOT NULL,
      score REAL,
      loss REAL,
      PRIMARY KEY (trial, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE memory (
      trial INTEGER NOT NULL REFERENCES trial (id) ON DELETE CASCADE,
      phase TEXT NOT NULL CHECK (phase IN ('training', 'evaluation')),
      account TEXT NOT NULL,
      forecastAtPeak INTEGER NOT NULL,
      measuredAtPeak INTEGER NOT NULL,
      forecastOwnPeak INTEGER NOT NULL,
      measuredOwnPeak INTEGER NOT NULL,
      PRIMARY KEY (trial, phase, account)
    ) STRICT, WITHOUT ROWID;

    """
}
