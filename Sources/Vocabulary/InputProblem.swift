/// Bad input, said once: where it is, what is wrong, and what to do.
///
/// Every module turns its own problems into these at its border; the command prints `description`
/// and exits with `exitCode` (65 unusable data, 66 missing input, 73 a place that cannot be
/// written, after `sysexits.h`).
public struct InputProblem: Error, Hashable, CustomStringConvertible, Sendable {
  public enum Kind: Int, Hashable, Sendable {
    case invalid = 65
    case missing = 66
    /// A place where nothing may be written.
    case uncreatable = 73
  }

  public var kind: Kind
  /// The file, and where in it: `model.safetensors: tensor 'a.weight'`, `smoke.grid:4:9`.
  public var place: String
  public var message: String

  public init(_ kind: Kind = .invalid, at place: String, _ message: String) {
    self.kind = kind
    self.place = place
    self.message = message
  }

  public var exitCode: Int32 { Int32(kind.rawValue) }
  public var description: String { "\(place): \(message)" }
}
