import GRDB
import Vocabulary

extension ResultStore {
  /// Every ended run, in the order of their ends.
  package func results() throws(StorageProblem) -> [RunResult] {
    try storedRuns().map(\.result)
  }

  /// Every ended run with its machine and times, in the order of their ends.
  package func storedRuns() throws(StorageProblem) -> [DatedRun] {
    try connection.read { database in
      let trials = try TrialReader(database)
      let machines = try MachineRecord.fetchAll(database, sql: "SELECT * FROM machine")
        .map { ($0.id, $0.machine) }
      let machineById = Dictionary(machines, uniquingKeysWith: { first, _ in first })
      let runs = try RunRecord.fetchAll(
        database, sql: "SELECT * FROM run WHERE outcome <> ? ORDER BY finished, started, digest",
        arguments: [RunRecord.running])
      let readOuts = try ReadOutRecord.all(in: database)
      return try runs.map { run in
        DatedRun(
          result: try run.result(
            trials: try trials.trials(of: run.digest).map(\.result),
            readOuts: readOuts[run.digest] ?? []),
          machine: run.machine.flatMap { machineById[$0] },
          started: run.started, finished: run.finished ?? run.started)
      }
    }
  }

  /// How many runs have ended.
  package func countOfEnded() throws(StorageProblem) -> Int {
    try connection.read { database in
      try Int.fetchOne(
        database, sql: "SELECT count(*) FROM run WHERE outcome <> ?",
        arguments: [RunRecord.running]) ?? 0
    }
  }

  /// A run that has ended; nil when it has not, or is unknown.
  package func ended(_ identity: Identity) throws(StorageProblem) -> RunResult? {
    try connection.read { database in
      try DatedRun.one(identity.digest.hex, in: database)?.result
    }
  }

  /// Where the run was claimed or recorded; nil when the run is unknown or nobody said.
  package func storedMachine(of identity: Identity) throws(StorageProblem) -> Machine? {
    try connection.read { database in
      try MachineRecord.fetchOne(
        database,
        sql: """
          SELECT machine.* FROM machine JOIN run ON run.machine = machine.id WHERE run.digest = ?
          """,
        arguments: [identity.digest.hex])?.machine
    }
  }

  /// The trials of a run that need not run again, by index, whether or not the run has ended.
  package func finishedTrials(of identity: Identity) throws(StorageProblem) -> [Int: TrialResult] {
    try connection.read { database in
      let trials = try TrialReader(database, run: identity.digest.hex)
        .trials(of: identity.digest.hex).filter { $0.result.outcome.isFinal }
      return Dictionary(
        trials.map { ($0.number, $0.result) }, uniquingKeysWith: { first, _ in first })
    }
  }
}

extension ResultStore {
  /// What the database says about a planned run.
  ///
  /// New, done, retry or stale; skipped, with its holder, while another live process works on it.
  package func state(of identity: Identity) throws(StorageProblem) -> PlanState {
    try connection.read { database in
      let stored = try RunHeader.all(configuration: identity.configuration, in: database)
      return try state(of: identity, among: stored, now: clock.now(in: database))
    }
  }

  /// The states of many runs, in order, from one look at the database.
  package func states(of identities: [Identity]) throws(StorageProblem) -> [PlanState] {
    try connection.read { database in
      let stored = Dictionary(
        grouping: try RunHeader.all(in: database), by: \.configurationDigest)
      let now = try clock.now(in: database)
      return try identities.map { identity in
        try state(of: identity, among: stored[identity.configuration.hex] ?? [], now: now)
      }
    }
  }

  /// - Parameter stored: the runs of the same configuration, the latest first.
  private func state(
    of identity: Identity, among stored: [RunHeader], now: Double
  ) throws -> PlanState {
    let digest = identity.digest.hex
    if let same = stored.first(where: { $0.digest == digest }) {
      return try state(of: same, now: now)
    }
    let ended = try stored.first { try $0.end?.isFinal ?? false }
    return ended.map { .stale(identity.differences(from: $0.identity)) } ?? .new
  }

  private func state(of header: RunHeader, now: Double) throws -> PlanState {
    if let end = try header.end { return end.isFinal ? .done : .retry(end) }
    guard let holder = header.claimant, stands(holder, until: header.leaseUntil, now: now) else {
      return .retry(.interrupted)
    }
    return .skipped(
      "process \(holder.process) on \(holder.host) has been running it since \(header.started)")
  }
}
