/// A run that a process has claimed and not ended, as another process sees it.
public struct RunActivity: Hashable, Sendable {
  public var cell: SeededCell
  public var identity: Identity
  /// The process that holds the claim; nil when nobody does.
  public var holder: Holder?
  /// When the run was claimed: ISO 8601, UTC.
  public var started: String
  /// Where its running trial stands; nil before the first step.
  public var news: TrialNews?
  /// When that was stored: ISO 8601, UTC; without news, when the run was claimed.
  public var heard: String

  /// What is known to be wrong with its unfinished trials.
  public var findings: [HealthFinding]

  /// A process on a host.
  public struct Holder: Hashable, Codable, Sendable {
    public var host: String
    public var process: Int32
    /// Whether it may be at work; false is certain, and processes of other hosts count as alive.
    public var isAlive: Bool

    public init(host: String, process: Int32, isAlive: Bool) {
      self.host = host
      self.process = process
      self.isAlive = isAlive
    }
  }

  public init(
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

  public var isAlive: Bool { holder?.isAlive ?? false }
}
