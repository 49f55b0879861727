/// What is wrong with a tokenizer's files, said once: which file, where in it, and what.
public struct TokenizerProblem: Error, Hashable, CustomStringConvertible, Sendable {
  /// The file that cannot be used.
  public var file: String
  /// Where in the file: `model.merges[12]`, `byte 803`, `line 7`.
  public var place: String
  /// What is wrong there.
  public var message: String

  /// A problem at a place of a file.
  public init(file: String, place: String, message: String) {
    self.file = file
    self.place = place
    self.message = message
  }

  /// File, place and message in a line.
  public var description: String { "\(file): \(place): \(message)" }
}
