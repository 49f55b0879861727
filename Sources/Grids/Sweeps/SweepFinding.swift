/// Something about a sweep that its users should know: where it is, how bad, and what it means.
package struct SweepFinding: Hashable, CustomStringConvertible, Sendable {
  package enum Severity: String, Hashable, Codable, Sendable {
    /// The sweep does not do what it says.
    case error
    /// The sweep does something that a fair study would not.
    case warning
    /// What became of something in the grid.
    case note
  }

  package var severity: Severity
  package var file = ""
  /// Line and column, from 1.
  package var line: Int?
  package var column: Int?
  package var message: String

  init(_ severity: Severity, _ place: GridPlace, _ message: String) {
    self.severity = severity
    line = place.position?.line
    column = place.position?.column
    self.message = message
  }

  /// `sweep.yml:12:5: warning: …`.
  package var description: String {
    var place = file
    if let line { place += ":\(line)" }
    if line != nil, let column { place += ":\(column)" }
    return "\(place): \(severity.rawValue): \(message)"
  }
}

/// One thing that can be wrong with a sweep.
protocol SweepRule: Sendable {
  func findings(in sweep: Sweep, path: [String]) -> [SweepFinding]
}
