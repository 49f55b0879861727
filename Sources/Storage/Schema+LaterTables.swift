extension Schema {
  /// What version 6 adds: a run's score and its metric as columns.
  ///
  /// The views and all queries read them. Of runs that ended before, they are what the views of
  /// version 3 made of the row.
  static let scoreColumns = """
    DROP VIEW IF EXISTS v_best;
    DROP VIEW IF EXISTS v_cells;
    ALTER TABLE run ADD COLUMN metric TEXT;
    ALTER TABLE run ADD COLUMN score REAL;
    UPDATE run SET metric = coalesce(json_extract(cell, '$.cell.task.definition.metric'),
        CASE
          WHEN json_extract(testMetrics, '$.accuracy') IS NOT NULL THEN 'accuracy'
          WHEN json_extract(testMetrics, '$.f1') IS NOT NULL THEN 'f1'
        END)
      WHERE outcome = 'completed';
    UPDATE run SET score = json_extract(testMetrics, '$.' || metric)
      WHERE json_type(testMetrics, '$.' || metric) IN ('real', 'integer');
    UPDATE run SET metric = NULL WHERE score IS NULL;
    CREATE VIEW v_cells AS
      SELECT run.model, run.task, run.scheme, run.optimizer,
        json_extract(run.cell, '$.cell.optimizer.settings') AS settings,
        count(*) AS runs,
        sum(run.outcome = 'completed') AS completed,
        sum(run.outcome = 'diverged') AS diverged,
        max(run.metric) AS metric,
        avg(run.score) AS score,
        avg(CASE WHEN run.outcome = 'completed'
          THEN json_extract(run.testMetrics, '$.accuracy') END) AS accuracy,
        min(run.testExamples) AS testExamples,
        avg(CASE WHEN run.outcome = 'completed'
          THEN trial.secondsData + trial.secondsPasses + trial.secondsUpdate END) AS trainSeconds,
        max(training.measuredBytes) AS peakBytes,
        max(evaluation.measuredBytes) AS evaluationPeakBytes
      FROM run
      LEFT JOIN trial ON trial.run = run.digest AND trial.number = run.chosen
      LEFT JOIN v_memory AS training
        ON training.trialId = trial.id AND training.phase = 'training'
      LEFT JOIN v_memory AS evaluation
        ON evaluation.trialId = trial.id AND evaluation.phase = 'evaluation'
      WHERE run.outcome <> 'running'
      GROUP BY json_extract(run.cell, '$.cell'), run.dataDigest, run.modelDigest, run.semantics;
    CREATE VIEW v_best AS
      SELECT model, task, scheme, optimizer, settings, metric, max(score) AS score, accuracy,
        completed, trainSeconds, peakBytes, evaluationPeakBytes
      FROM v_cells
      WHERE score IS NOT NULL
      GROUP BY model, task, scheme, optimizer;

    """
}

extension Schema {
  /// What version 9 adds: how many processes shared the steps of a trial, what they divided, and
  /// the payload that each gave the others; NULL where one process did all.
  static let exchangeColumns = """
    ALTER TABLE trial ADD COLUMN processes INTEGER;
    ALTER TABLE trial ADD COLUMN division TEXT;
    ALTER TABLE trial ADD COLUMN exchangedBytes INTEGER;
    DROP VIEW v_trials;
    CREATE VIEW v_trials AS
      SELECT run.digest AS run, run.model, run.task, run.scheme, run.optimizer, run.seed,
        trial.number + 1 AS trial, trial.number IS run.chosen AS isChosen, trial.point,
        trial.outcome, trial.stepsDone AS steps, trial.forwards, trial.backwards, trial.tokens,
        trial.secondsData + trial.secondsPasses + trial.secondsUpdate AS trainSeconds,
        trial.secondsEvaluation AS evaluationSeconds,
        (SELECT max(score) FROM evaluation WHERE evaluation.trial = trial.id) AS devScore,
        trial.processes, trial.division, trial.exchangedBytes, trial.weightsDigest
      FROM trial JOIN run ON run.digest = trial.run;

    """
}

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

extension Schema {
  /// What version 11 adds: how far a trial's best weights are from the first, and a view of it.
  ///
  /// Of trials that ended before, nothing is known.
  static let driftColumns = """
    ALTER TABLE trial ADD COLUMN distance REAL;
    ALTER TABLE trial ADD COLUMN relativeDistance REAL;
    ALTER TABLE trial ADD COLUMN changedShare REAL;
    ALTER TABLE trial ADD COLUMN drift TEXT;
    CREATE VIEW v_drift AS
      SELECT run.digest AS run, run.model, run.task, run.scheme, run.optimizer, run.seed,
        trial.number + 1 AS trial, trial.number IS run.chosen AS isChosen,
        json_extract(part.value, '$.kind') AS kind,
        json_extract(part.value, '$.distance') AS distance,
        json_extract(part.value, '$.start') AS start,
        json_extract(part.value, '$.elements') AS elements,
        json_extract(part.value, '$.changed') AS changed
      FROM trial JOIN run ON run.digest = trial.run,
        json_each(trial.drift, '$.parts') AS part
      WHERE trial.drift IS NOT NULL;

    """
}

extension Schema {
  /// What version 12 adds: the digests of what another process goes on from, so that bytes that
  /// have changed since are not believed; NULL where an earlier version wrote.
  static let digestColumns = """
    ALTER TABLE stepLog ADD COLUMN digest TEXT;
    ALTER TABLE progress ADD COLUMN digest TEXT;

    """
}

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

extension Schema {
  /// What version 14 adds: what a trial's weights score on other tasks, and a view of it.
  static let otherScoresColumn = """
    ALTER TABLE trial ADD COLUMN others TEXT CHECK (others IS NULL OR json_valid(others));
    CREATE VIEW v_others AS
      SELECT run.digest AS run, run.model, run.task, run.scheme, run.optimizer, run.seed,
        trial.number + 1 AS trial, trial.number IS run.chosen AS isChosen,
        json_extract(other.value, '$.task') AS otherTask,
        json_extract(other.value, '$.metric') AS metric,
        json_extract(other.value, '$.before') AS before,
        json_extract(other.value, '$.after') AS after,
        json_extract(other.value, '$.examples') AS examples
      FROM trial JOIN run ON run.digest = trial.run, json_each(trial.others) AS other
      WHERE trial.others IS NOT NULL;

    """
}

extension Schema {
  /// What version 15 adds: a view of every setting that a run was given.
  ///
  /// `part` is the part of the cell that it is of: the columns `settings` of other views have the
  /// optimizer's alone. An array or object is JSON.
  static let settingsView = """
    CREATE VIEW v_settings AS
      SELECT run.digest AS run, part.key AS part, setting.key AS name, setting.value AS value
      FROM run, json_each(run.cell, '$.cell') AS part,
        json_each(CASE part.key WHEN 'run' THEN part.value
          ELSE json_extract(part.value, '$.settings') END) AS setting
      WHERE part.key IN ('model', 'task', 'scheme', 'optimizer', 'run');

    """
}
