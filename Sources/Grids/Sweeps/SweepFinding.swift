/// Something about a sweep that its users should know: where it is, how bad, and what it means.
public struct SweepFinding: Hashable, CustomStringConvertible, Sendable {
  public enum Severity: String, Hashable, Codable, Sendable {
    /// The sweep does not do what it says.
    case error
    /// The sweep does something that a fair study would not.
    case warning
    /// What became of something in the grid.
    case note
  }

  public var severity: Severity
  public var file = ""
  /// Line and column, from 1.
  public var line: Int?
  public var column: Int?
  public var message: String

  init(_ severity: Severity, _ place: GridPlace, _ message: String) {
    self.severity = severity
    line = place.position?.line
    column = place.position?.column
    self.message = message
  }

  /// `sweep.yml:12:5: warning: …`.
  public var description: String {
    var place = file
    if let line { place += ":\(line)" }
    if line != nil, let column { place += ":\(column)" }
    return "\(place): \(severity.rawValue): \(message)"
  }
}
