extension Schema {
  /// What version 13 adds: what the best weights at smaller budgets of a run gave, and a view of
  /// it.
  static let readOutTable = """
    CREATE TABLE readOut (
      run TEXT NOT NULL REFERENCES run (digest) ON DELETE CASCADE,
      number INTEGER NOT NULL CHECK (number >= 0),
      budget INTEGER NOT NULL,
      step INTEGER NOT NULL,
      forwards INTEGER NOT NULL,
      backwards INTEGER NOT NULL,
      devStep INTEGER NOT NULL,
      devScore REAL,
      devLoss REAL,
      metrics TEXT NOT NULL CHECK (json_valid(metrics)),
      PRIMARY KEY (run, number)
    ) STRICT, WITHOUT ROWID;
    CREATE VIEW v_readOuts AS
      SELECT run.model, run.task, run.scheme, run.optimizer, run.seed, readOut.budget,
        readOut.forwards + 2 * readOut.backwards AS passes, readOut.devScore, readOut.devLoss,
        json_extract(readOut.metrics, '$.' || run.metric) AS score,
        json_extract(readOut.metrics, '$.loss') AS loss, run.digest
      FROM readOut JOIN run ON run.digest = readOut.run;

    """
}
