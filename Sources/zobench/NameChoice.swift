import ArgumentParser
import Grids
import Vocabulary

/// The entries of a listing that a command names; all when it names none.
struct NameChoice {
  private let names: [String]
  private let kind: String

  /// - Parameter kind: what an entry is called in messages: `optimizer`.
  init(_ names: [String], _ kind: String) {
    self.names = names
    self.kind = kind
  }

  /// - Throws: a usage error for a name or pattern that means no entry.
  func chosen<Entry>(from all: [Entry], by name: (Entry) -> String) throws -> [Entry] {
    guard !names.isEmpty else { return all }
    let patterns = names.map { NamePattern($0) }
    for pattern in patterns where !all.contains(where: { pattern.means(name($0)) }) {
      throw ValidationError(
        "there is no \(kind) '\(pattern.text)'; "
          + (didYouMean(pattern.text, among: all.map(name)) ?? "'zobench list \(kind)s' shows all"))
    }
    return all.filter { entry in patterns.contains { $0.means(name(entry)) } }
  }
}
