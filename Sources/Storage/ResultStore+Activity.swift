import GRDB
import Vocabulary

extension ResultStore {
  /// Stores where the running trial of a claimed run stands, in place of what it told before.
  package func record(_ news: TrialNews, of identity: Identity) throws(StorageProblem) {
    try connection.write { database in
      _ = try heldHeader(identity, before: "its steps", in: database)
      try NewsRecord(news, run: identity.digest.hex, at: timestamp())
        .insert(database, onConflict: .replace)
    }
  }

  /// The runs that are claimed and have not ended, those whose process is gone included, in the
  /// order of their claims.
  package func activity() throws(StorageProblem) -> [RunActivity] {
    try connection.read { database in
      let news = Dictionary(
        try NewsRecord.fetchAll(database, sql: "SELECT * FROM news").map { ($0.run, $0) },
        uniquingKeysWith: { first, _ in first })
      let now = try clock.now(in: database)
      return try RunRecord.fetchAll(
        database, sql: "SELECT * FROM run WHERE outcome = ? ORDER BY started, digest",
        arguments: [RunRecord.running]
      ).map { run in
        var activity = try activity(of: run, news[run.digest], now: now)
        activity.findings = try findings(of: run.digest, in: database)
        return activity
      }
    }
  }

  /// Findings about trials that have not ended.
  private func findings(of run: String, in database: Database) throws -> [HealthFinding] {
    try String.fetchAll(
      database, sql: "SELECT result FROM progress WHERE run = ? ORDER BY trial", arguments: [run]
    ).flatMap { try StoredJSON.value(TrialResult.self, $0).findings }
  }

  private func activity(
    of run: RunRecord, _ news: NewsRecord?, now: Double
  ) throws(UnreadableValue) -> RunActivity {
    let holder = run.claimant.map { holder in
      RunActivity.Holder(
        host: holder.host, process: holder.process,
        isAlive: stands(holder, until: run.leaseUntil, now: now))
    }
    return RunActivity(
      cell: try StoredJSON.value(SeededCell.self, run.cell), identity: run.identity,
      holder: holder, started: run.started, news: news?.news, heard: news?.stored ?? run.started)
  }

  func dropNews(of run: String, in database: Database) throws {
    try database.execute(sql: "DELETE FROM news WHERE run = ?", arguments: [run])
  }
}

extension RunRecord {
  /// The process that claims the run; nil when the row does not say.
  fileprivate var claimant: Claimant? {
    guard let claimHost, let claimProcess, let claimStart else { return nil }
    return Claimant(host: claimHost, process: claimProcess, start: claimStart)
  }
}
