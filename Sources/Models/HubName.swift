/// A model's name on the Hugging Face Hub, `org/name` or `org/name@revision`.
///
/// Names make paths, so only what the Hub allows passes: letters, digits, `-`, `_` and `.`,
/// no `..` and no `--`, which stands for the slash in the cache.
package struct HubName: Hashable, Sendable, CustomStringConvertible {
  /// `facebook/opt-125m`; a few old models have no organisation: `gpt2`.
  package let repository: String
  /// A branch, a tag or the beginning of a commit; nil is `main`.
  package let revision: String?

  /// Nil when `text` cannot be such a name.
  package init?(_ text: String) {
    let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard let name = halves.first, Self.isPath(name, parts: 1...2), !name.contains("--") else {
      return nil
    }
    repository = String(name)
    revision = halves.count > 1 ? String(halves[1]) : nil
    if let revision, !Self.isPath(revision[...], parts: 1...8) { return nil }
  }

  package var description: String { repository + (revision.map { "@\($0)" } ?? "") }

  /// `models--facebook--opt-125m`, the directory in the cache.
  var folder: String { "models--" + repository.split(separator: "/").joined(separator: "--") }

  private static func isPath(_ text: Substring, parts: ClosedRange<Int>) -> Bool {
    let pieces = text.split(separator: "/", omittingEmptySubsequences: false)
    return parts.contains(pieces.count) && pieces.allSatisfy(isPlain)
  }

  /// Looks at scalars: a dot with a combining mark is another character, but the same byte.
  private static func isPlain(_ piece: Substring) -> Bool {
    guard let first = piece.unicodeScalars.first, piece.unicodeScalars.count <= 96 else {
      return false
    }
    return isWord(first) && !piece.contains("..")
      && piece.unicodeScalars.allSatisfy { isWord($0) || $0 == "-" || $0 == "." }
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.isASCII && scalar.properties.isAlphabetic
      || ("0"..."9").contains(scalar)
  }
}
