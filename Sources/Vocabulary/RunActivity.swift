/// A run that a process has claimed and not ended, as another process sees it.
package struct RunActivity: Hashable, Sendable {
  package var cell: SeededCell
  package var identity: Identity
  /// The process that holds the claim; nil when nobody does.
  package var holder: Holder?
  /// When the run was claimed: ISO 8601, UTC.
  package var started: String
  /// Where its running trial stands; nil before the first step.
  package var news: TrialNews?
  /// When that was stored: ISO 8601, UTC; without news, when the run was claimed.
  package var heard: String

  /// What is known to be wrong with its unfinished trials.
  package var findings: [HealthFinding]

  /// A process on a host.
  package struct Holder: Hashable, Codable, Sendable {
    package var host: String
    package var process: Int32
    /// Whether it may be at work; false is certain, and processes of other hosts count as alive.
    package var isAlive: Bool

    package init(host: String, process: Int32, isAlive: Bool) {
      self.host = host
      self.process = process
      self.isAlive = isAlive
    }
  }

  package init(
    cell: SeededCell, identity: Identity, holder: Holder?, started: String, news: TrialNews?,
    heard: String, findings: [HealthFinding] = []
  ) {
    self.cell = cell
    self.identity = identity
    self.holder = holder
    self.started = started
    self.news = news
    self.heard = heard
    self.findings = findings
  }

  package var isAlive: Bool { holder?.isAlive ?? false }
}
