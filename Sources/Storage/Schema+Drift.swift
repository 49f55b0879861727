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
