/// All formats, in the order in which help lists them.
package enum Reporters {
  package static let all: [any Reporter.Type] = [
    MarkdownReporter.self, TextReporter.self, CSVReporter.self, JSONReporter.self,
    JSONLinesReporter.self, LaTeXReporter.self, HTMLReporter.self,
  ]

  package static func named(_ name: String) -> (any Reporter)? {
    all.first { $0.name == name }?.init()
  }
}
