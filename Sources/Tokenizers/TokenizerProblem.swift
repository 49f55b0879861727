/// What is wrong with a tokenizer's files, said once: which file, where in it, and what.
public struct TokenizerProblem: Error, Hashable, CustomStringConvertible, Sendable {
  public var file: String
  /// Where in the file: `model.merges[12]`, `byte 803`, `line 7`.
  public var place: String
  public var message: String

  public init(file: String, place: String, message: String) {
    self.file = file
    self.place = place
    self.message = message
  }

  public var description: String { "\(file): \(place): \(message)" }
}
