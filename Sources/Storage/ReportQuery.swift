/// The queries behind the tables of reports, for people who use `sqlite3`.
///
/// They give what SQL can say: counts, means, bytes. Tests, ranks and profiles are computed from
/// what they return; a row's runs are those of one cell, data, model and semantics.
package enum ReportQuery {
  /// The query of a table, ending with a semicolon; nil when no single query makes the table.
  package static func text(for table: String) -> String? { named[table] }

  /// The tables that a query makes.
  package static var tables: [String] { named.keys.sorted() }

  static let named = [
    "cells": cells, "study": study, "memory": memory, "ranks": ranks, "profile": profile,
    "ablation": ablation,
  ]

  private static let cell = """
    json_extract(run.cell, '$.cell'), run.dataDigest, run.modelDigest, run.semantics
    """

  /// Training peaks of the chosen trials.
  private static let peaks = """
    peaks AS (
      SELECT trial, sum(measuredAtPeak) AS bytes, sum(forecastAtPeak) AS forecast
      FROM memory WHERE phase = 'training' GROUP BY trial)
    """

  private static let cells = """
    WITH \(peaks)
    SELECT run.model, run.task, run.scheme, run.optimizer,
      json_extract(run.cell, '$.cell.optimizer.settings') AS settings,
      avg(run.score) AS score, max(run.metric) AS metric, count(run.score) AS n,
      avg(trial.secondsData + trial.secondsPasses + trial.secondsUpdate) AS trainSeconds,
      avg(trial.forwards) AS forwards, max(peaks.bytes) AS peakBytes,
      max(peaks.forecast) AS forecastBytes, group_concat(DISTINCT run.outcome) AS outcome
    FROM run
    LEFT JOIN trial ON trial.run = run.digest AND trial.number = run.chosen
      AND run.outcome = 'completed'
    LEFT JOIN peaks ON peaks.trial = trial.id
    WHERE run.outcome <> 'running'
    GROUP BY \(cell)
    ORDER BY 1, 2, 3, 4, 5;
    """

  private static let study = """
    SELECT run.model, run.task, run.optimizer,
      json_extract(run.cell, '$.cell.optimizer.settings') AS settings, run.scheme,
      avg(run.score) AS score, count(run.score) AS n, min(run.testExamples) AS testExamples
    FROM run
    WHERE run.outcome <> 'running'
    GROUP BY \(cell)
    ORDER BY 1, 2, 3, 4, 5;
    """

  private static let memory = """
    SELECT run.model, run.task, run.scheme, run.optimizer,
      json_extract(run.cell, '$.cell.optimizer.settings') AS settings, memory.phase,
      memory.account, max(memory.measuredAtPeak) AS atPeak, max(memory.measuredOwnPeak) AS ownPeak,
      min(memory.measuredAtPeak = memory.forecastAtPeak) AS forecastExact
    FROM run
    JOIN trial ON trial.run = run.digest AND trial.number = run.chosen
    JOIN memory ON memory.trial = trial.id
    WHERE run.outcome = 'completed'
    GROUP BY \(cell), memory.phase, memory.account
    ORDER BY 1, 2, 3, 4, 5, 6, 7;
    """

  private static let ranks = """
    WITH means AS (
      SELECT run.model, run.task, run.scheme, run.optimizer, avg(run.score) AS score
      FROM run WHERE run.outcome <> 'running' GROUP BY \(cell))
    SELECT model, task, scheme, optimizer, score,
      (SELECT count(*) FROM means AS other WHERE other.model = means.model
        AND other.task = means.task AND other.scheme = means.scheme
        AND other.score > means.score) + 0.5 +
      (SELECT count(*) FROM means AS other WHERE other.model = means.model
        AND other.task = means.task AND other.scheme = means.scheme
        AND other.score = means.score) * 0.5 AS rank
    FROM means
    ORDER BY 1, 2, 3, 6;
    """

  private static let profile = """
    SELECT run.model, run.task, run.scheme, run.optimizer, run.seed, evaluation.step,
      evaluation.score AS devScore, evaluation.loss AS devLoss,
      evaluation.step * (trial.forwards + 2 * trial.backwards) * 1.0 / max(1, trial.stepsDone)
        AS passes
    FROM run
    JOIN trial ON trial.run = run.digest AND trial.number = run.chosen
    JOIN evaluation ON evaluation.trial = trial.id
    WHERE run.outcome = 'completed'
    ORDER BY 1, 2, 3, 4, 5, 6;
    """

  private static let ablation = """
    SELECT run.model, run.task, run.scheme, run.optimizer,
      json_extract(run.cell, '$.cell.optimizer.settings') AS settings,
      json_extract(run.cell, '$.cell.scheme.settings') AS schemeSettings,
      json_extract(run.cell, '$.cell.run') AS runSettings, avg(run.score) AS score,
      count(run.score) AS n
    FROM run
    WHERE run.outcome <> 'running'
    GROUP BY \(cell)
    ORDER BY 1, 2, 3, 4, 5, 6, 7;
    """
}
