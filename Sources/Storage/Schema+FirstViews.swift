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
