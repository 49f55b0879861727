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
