/// A sentence with holes: words separated by single spaces, holes written `{name}`.
struct Template: Sendable {
  private let words: [String]

  init(_ text: String) { words = text.split(separator: " ").map(String.init) }

  /// The sentence with every hole replaced by what `slots` says; empty words vanish.
  func filled(_ slots: [String: String]) -> String {
    words.map { slots[$0] ?? $0 }.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
