extension Schema {
  /// The views of version 1, for people who use `sqlite3`.
  static let firstViews = """
    CREATE VIEW v_memory AS
      SELECT run.model, run.task, run.scheme, run.optimizer, run.seed, trial.number AS trial,
        memory.phase,
        sum(memory.forecastAtPeak) AS forecastBytes,
        sum(memory.measuredAtPeak) AS measuredBytes,
        sum(memory.forecastAtPeak) = sum(memory.measuredAtPeak) AS exact,
        max(trial.peakResidentBytes) AS peakResidentBytes,
        trial.id AS trialId, run.digest AS run
      FROM memory
      JOIN trial ON trial.id = memory.trial
      JOIN run ON run.digest = trial.run
      GROUP BY trial.id, memory.phase;
    CREATE VIEW v_cells AS
      SELECT run.model, run.task, run.scheme, run.optimizer,
        json_extract(run.cell, '$.cell.optimizer.settings') AS settings,
        count(*) AS runs,
        sum(run.outcome = 'completed') AS completed,
        sum(run.outcome = 'diverged') AS diverged,
        avg(CASE WHEN run.outcome = 'completed'
          THEN json_extract(run.testMetrics, '$.accuracy') END) AS accuracy,
        min(run.testExamples) AS testExamples,
        avg(CASE WHEN run.outcome = 'completed'
          THEN trial.secondsData + trial.secondsPasses + trial.secondsUpdate END) AS trainSeconds,
        max(v_memory.measuredBytes) AS peakBytes
      FROM run
      LEFT JOIN trial ON trial.run = run.digest AND trial.number = run.chosen
      LEFT JOIN v_memory ON v_memory.trialId = trial.id AND v_memory.phase = 'training'
      WHERE run.outcome <> 'running'
      GROUP BY json_extract(run.cell, '$.cell'), run.dataDigest, run.modelDigest, run.semantics;
    CREATE VIEW v_best AS
      SELECT model, task, scheme, optimizer, settings, max(accuracy) AS accuracy, completed,
        trainSeconds, peakBytes
      FROM v_cells
      WHERE accuracy IS NOT NULL
      GROUP BY model, task, scheme, optimizer;

    """
}

extension Schema {
  /// Views of version 2: the score is of the metric that a run's task reports, which tasks with
  /// generated answers do not call accuracy; and what evaluations took at their peak.
  static let metricViews = """
    DROP VIEW v_best;
    DROP VIEW v_cells;
    CREATE VIEW v_cells AS
      WITH scored AS (
        SELECT *,
          coalesce(json_extract(cell, '$.cell.task.definition.metric'),
            CASE
              WHEN json_extract(testMetrics, '$.accuracy') IS NOT NULL THEN 'accuracy'
              WHEN json_extract(testMetrics, '$.f1') IS NOT NULL THEN 'f1'
            END) AS metric
        FROM run
        WHERE outcome <> 'running'
      )
      SELECT run.model, run.task, run.scheme, run.optimizer,
        json_extract(run.cell, '$.cell.optimizer.settings') AS settings,
        count(*) AS runs,
        sum(run.outcome = 'completed') AS completed,
        sum(run.outcome = 'diverged') AS diverged,
        max(run.metric) AS metric,
        avg(CASE WHEN run.outcome = 'completed'
          THEN json_extract(run.testMetrics, '$.' || run.metric) END) AS score,
        avg(CASE WHEN run.outcome = 'completed'
          THEN json_extract(run.testMetrics, '$.accuracy') END) AS accuracy,
        min(run.testExamples) AS testExamples,
        avg(CASE WHEN run.outcome = 'completed'
          THEN trial.secondsData + trial.secondsPasses + trial.secondsUpdate END) AS trainSeconds,
        max(training.measuredBytes) AS peakBytes,
        max(evaluation.measuredBytes) AS evaluationPeakBytes
      FROM scored AS run
      LEFT JOIN trial ON trial.run = run.digest AND trial.number = run.chosen
      LEFT JOIN v_memory AS training
        ON training.trialId = trial.id AND training.phase = 'training'
      LEFT JOIN v_memory AS evaluation
        ON evaluation.trialId = trial.id AND evaluation.phase = 'evaluation'
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
  /// What version 8 adds: flat views for data frames, of runs, of trials, and of every step.
  ///
  /// `v_curves` unpacks the losses of `trial.curve`, floats of four bytes with the lowest first:
  /// `bits` is one as an integer, and a power of two is a shift. A loss that is no number is NULL.
  static let frameViews = """
    CREATE VIEW v_runs AS
      SELECT run.digest AS run, run.model, run.task, run.scheme, run.optimizer, run.seed,
        json_extract(run.cell, '$.cell.optimizer.settings') AS settings,
        trial.point, run.outcome, run.metric, run.score,
        json_extract(run.testMetrics, '$.loss') AS testLoss, run.testExamples,
        trial.stepsDone AS steps, trial.forwards, trial.backwards, trial.tokens,
        trial.secondsData + trial.secondsPasses + trial.secondsUpdate AS trainSeconds,
        training.measuredBytes AS peakBytes, evaluation.measuredBytes AS evaluationPeakBytes,
        run.trainableParameters, run.parameters, run.started, run.finished,
        machine.processor, machine.threads, machine.version
      FROM run
      LEFT JOIN trial ON trial.run = run.digest AND trial.number = run.chosen
      LEFT JOIN machine ON machine.id = run.machine
      LEFT JOIN v_memory AS training
        ON training.trialId = trial.id AND training.phase = 'training'
      LEFT JOIN v_memory AS evaluation
        ON evaluation.trialId = trial.id AND evaluation.phase = 'evaluation'
      WHERE run.outcome <> 'running';
    CREATE VIEW v_trials AS
      SELECT run.digest AS run, run.model, run.task, run.scheme, run.optimizer, run.seed,
        trial.number + 1 AS trial, trial.number IS run.chosen AS isChosen, trial.point,
        trial.outcome, trial.stepsDone AS steps, trial.forwards, trial.backwards, trial.tokens,
        trial.secondsData + trial.secondsPasses + trial.secondsUpdate AS trainSeconds,
        trial.secondsEvaluation AS evaluationSeconds,
        (SELECT max(score) FROM evaluation WHERE evaluation.trial = trial.id) AS devScore
      FROM trial JOIN run ON run.digest = trial.run;
    CREATE VIEW v_curves AS
      WITH RECURSIVE place(number) AS (
        SELECT 1 UNION ALL
        SELECT number + 1 FROM place
        WHERE number < (SELECT max(length(curve)) / 4 FROM trial)
      ), digits AS (
        SELECT trial.id, place.number AS step, hex(substr(curve, 4 * place.number - 3, 4)) AS text
        FROM trial JOIN place ON place.number <= length(curve) / 4
      ), word AS (
        SELECT id, step,
          ((instr('0123456789ABCDEF', substr(text, 7, 1)) - 1) << 28)
          | ((instr('0123456789ABCDEF', substr(text, 8, 1)) - 1) << 24)
          | ((instr('0123456789ABCDEF', substr(text, 5, 1)) - 1) << 20)
          | ((instr('0123456789ABCDEF', substr(text, 6, 1)) - 1) << 16)
          | ((instr('0123456789ABCDEF', substr(text, 3, 1)) - 1) << 12)
          | ((instr('0123456789ABCDEF', substr(text, 4, 1)) - 1) << 8)
          | ((instr('0123456789ABCDEF', substr(text, 1, 1)) - 1) << 4)
          | (instr('0123456789ABCDEF', substr(text, 2, 1)) - 1) AS bits
        FROM digits
      ), parts AS (
        SELECT id, step, CASE WHEN bits >> 31 THEN -1.0 ELSE 1.0 END AS sign,
          ((bits >> 23) & 255) - 127 AS power, 1.0 + (bits & 8388607) / 8388608.0 AS fraction
        FROM word
      ), loss AS (
        SELECT id, step,
          CASE
            WHEN power = 128 THEN NULL
            WHEN power = -127 THEN 0.0
            WHEN power > 62 THEN sign * fraction * (1 << 62) * (1 << (power - 62) / 2)
              * (1 << (power - 62) - (power - 62) / 2)
            WHEN power >= 0 THEN sign * fraction * (1 << power)
            WHEN power >= -62 THEN sign * fraction / (1 << -power)
            ELSE sign * fraction / (1 << 62) / (1 << (-power - 62) / 2)
              / (1 << (-power - 62) - (-power - 62) / 2)
          END AS value
        FROM parts
      ), point AS (
        SELECT loss.id, loss.step, loss.value, evaluation.score, evaluation.loss
        FROM loss LEFT JOIN evaluation
          ON evaluation.trial = loss.id AND evaluation.step = loss.step
        UNION ALL
        SELECT evaluation.trial, evaluation.step, NULL, evaluation.score, evaluation.loss
        FROM evaluation JOIN trial ON trial.id = evaluation.trial
        WHERE evaluation.step = 0 OR evaluation.step > length(trial.curve) / 4
      )
      SELECT run.digest AS run, run.model, run.task, run.scheme, run.optimizer, run.seed,
        trial.number + 1 AS trial, trial.number IS run.chosen AS isChosen,
        point.step, point.value AS loss, point.score AS devScore, point.loss AS devLoss
      FROM point
      JOIN trial ON trial.id = point.id
      JOIN run ON run.digest = trial.run;

    """
}
