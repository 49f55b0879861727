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
