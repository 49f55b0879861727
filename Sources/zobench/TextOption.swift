import ArgumentParser

/// `--text`, which takes every text, also one that begins with a hyphen or has nothing in it.
enum TextOption {
  private static let name = "--text"

  /// The words of a command line, with `--text=` as an option and an empty text: the parser takes
  /// it for an option without a value.
  static func split(_ words: [String]) -> [String] {
    words.flatMap { $0 == name + "=" ? [name, ""] : [$0] }
  }

  /// - Throws: when another option stands where the text should.
  static func check(
    _ text: String?, in words: [String] = CommandLine.arguments
  ) throws(ValidationError) {
    guard let text, text.hasPrefix("--"),
      zip(words, words.dropFirst()).contains(where: { $0 == name && $1 == text })
    else { return }
    throw ValidationError(
      "\(name) is followed by '\(text.prefix(40))'; write \(name)='\(text.prefix(40))' if that "
        + "is the text")
  }
}
