/// Bad input, said once: where it is, what is wrong, and what to do.
///
/// Every module turns its own problems into these at its border; the command prints `description`
/// and exits with `exitCode` (65 unusable data, 66 missing input, 73 a place that cannot be
/// written, 74 a file that could not be written to its end, after `sysexits.h`).
public struct InputProblem: Error, Hashable, CustomStringConvertible, Sendable {
  /// What is wrong with an input, as the program's exit status says it.
  public enum Kind: Int, Hashable, Sendable {
    case invalid = 65
    case missing = 66
    /// A place where nothing may be written.
    case uncreatable = 73
    /// A file that could not be written to its end, as on a full disk.
    case unwritten = 74
  }

  /// What is wrong.
  public var kind: Kind
  /// The file, and where in it: `model.safetensors: tensor 'a.weight'`, `smoke.grid:4:9`.
  public var place: String
  /// One sentence, for who gave the input.
  public var message: String

  /// A problem at a place: a file, a setting, a name.
  public init(_ kind: Kind = .invalid, at place: String, _ message: String) {
    self.kind = kind
    self.place = place
    self.message = message
  }

  /// The exit status of a program that ends with it.
  public var exitCode: Int32 { Int32(kind.rawValue) }
  /// Place and message in a line.
  public var description: String { "\(place): \(message)" }
}
