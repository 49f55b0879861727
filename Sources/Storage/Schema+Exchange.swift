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
