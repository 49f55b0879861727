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
