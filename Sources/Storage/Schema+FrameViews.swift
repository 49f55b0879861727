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
