import GRDB
import Vocabulary

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
