/// A format of reports: one file each, added to `Reporters`.
public protocol Reporter: Sendable {
  /// What the command line calls it.
  static var name: String { get }

  init()

  /// The whole report; it ends with a newline.
  func render(_ set: ResultSet) -> String
}

/// All formats, in the order in which help lists them.
public enum Reporters {
  public static let all: [any Reporter.Type] = [
    MarkdownReporter.self, TextReporter.self, CSVReporter.self, JSONReporter.self,
  ]

  public static func named(_ name: String) -> (any Reporter)? {
    all.first { $0.name == name }?.init()
  }
}
