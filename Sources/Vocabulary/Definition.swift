/// What a user's file adds to an axis.
package struct Definition: Hashable, Sendable {
  /// Its name and settings, as a catalog says them.
  package var description: ComponentDescription
  /// The file's content with every default written out: equal for files that mean the same.
  package var content: SettingValue

  /// What a file with this content adds.
  package init(_ description: ComponentDescription, content: SettingValue) {
    self.description = description
    self.content = content
  }
}

/// Reads the content of files that define entries of an axis.
package protocol DefinitionReader: Sendable {
  /// What `content` defines.
  ///
  /// - Throws: every mistake in it.
  func definition(_ content: SettingValue) throws(ValueProblems) -> Definition
  /// Whether a file with these keys at its top is written for another program, which leaves keys
  /// without values out and reads YAML 1.1.
  func isForeign(_ keys: Set<String>) -> Bool
}

extension DefinitionReader {
  /// Files are our own.
  public func isForeign(_ keys: Set<String>) -> Bool { false }
}

/// A mistake in a value with parts: which part, what is wrong and what to do.
package struct ValueProblem: Hashable, Sendable {
  /// The way to the part, for example `prompts[0].options`; empty for the whole.
  package var path: String
  /// What is wrong with it.
  package var message: String

  /// A problem of the value at a path.
  package init(_ path: String, _ message: String) {
    self.path = path
    self.message = message
  }

  /// The way to a member of the part at `path`.
  package static func path(_ path: String, _ key: String) -> String {
    path.isEmpty ? key : "\(path).\(key)"
  }
}

/// Everything that is wrong with a value; never empty.
package struct ValueProblems: Error, Hashable, CustomStringConvertible, Sendable {
  /// All of them, in the order in which they were found.
  package var problems: [ValueProblem]

  /// The problems of one file.
  package init(_ problems: [ValueProblem]) { self.problems = problems }

  /// One problem per line.
  package var description: String {
    problems.map { [$0.path, $0.message].filter { !$0.isEmpty }.joined(separator: ": ") }
      .joined(separator: "\n")
  }
}
