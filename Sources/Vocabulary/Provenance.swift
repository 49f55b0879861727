/// Where a method is defined, and how it is known that what runs is that method.
public struct Provenance: Hashable, Codable, Sendable {
  /// A file of its authors' code.
  public struct Code: Hashable, Codable, Sendable {
    /// `owner/name` on GitHub.
    public var repository: String
    public var file: String?
    /// A commit or a release; nil where none is recorded.
    public var version: String?

    public init(_ repository: String, file: String? = nil, version: String? = nil) {
      self.repository = repository
      self.file = file
      self.version = version
    }
  }

  /// What a method was compared with.
  public enum Evidence: String, Hashable, Codable, Sendable {
    /// Steps that were computed from the source's formula outside of this program.
    case trace
    /// Such steps, with which its authors' own code agrees where it was run beside them.
    case officialCode = "official code"
  }

  public enum Status: Hashable, Sendable {
    case confirmed(by: Evidence)
    /// With the reason.
    case unconfirmed(String)
  }

  /// An arXiv number, or how else the paper is found.
  public var paper: String
  /// The step in one line.
  public var equation: String?
  public var code: Code?
  public var status: Status
  /// What was not found in paper or code, although the rule is confirmed: mostly defaults.
  public var open: String?

  public init(
    _ paper: String, equation: String? = nil, code: Code? = nil, _ status: Status,
    open: String? = nil
  ) {
    self.paper = paper
    self.equation = equation
    self.code = code
    self.status = status
    self.open = open
  }

  public var isConfirmed: Bool { unconfirmed == nil }

  /// Why the method is not confirmed; nil when it is.
  public var unconfirmed: String? {
    if case .unconfirmed(let reason) = status { reason } else { nil }
  }

  /// What it was compared with; nil when it was not.
  public var evidence: Evidence? {
    if case .confirmed(let evidence) = status { evidence } else { nil }
  }
}

extension Provenance.Code: CustomStringConvertible {
  public var description: String {
    repository + (file.map { ", " + $0 } ?? "") + (version.map { " at " + $0 } ?? "")
  }
}

extension Provenance.Status: Codable {
  private enum Fields: String, CodingKey { case confirmedBy, unconfirmed }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Fields.self)
    if let evidence = try fields.decodeIfPresent(Provenance.Evidence.self, forKey: .confirmedBy) {
      self = .confirmed(by: evidence)
    } else {
      self = .unconfirmed(try fields.decode(String.self, forKey: .unconfirmed))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Fields.self)
    switch self {
    case .confirmed(let evidence): try fields.encode(evidence, forKey: .confirmedBy)
    case .unconfirmed(let reason): try fields.encode(reason, forKey: .unconfirmed)
    }
  }
}
