import Foundation
import Vocabulary

/// The published numbers that ship with the program: tab-separated files in `Resources/published`.
package struct PublishedNumbers: Sendable {
  package var numbers: [PublishedNumber]
  package var sources: [PublishedSource]

  private static let files = ["mezo", "zo-bench", "successors", "aim-zo", "recent"]

  /// Reads the shipped files.
  package init() throws(InputProblem) {
    sources = try Self.rows("sources", columns: ["source", "title", "address"]).map {
      PublishedSource(key: $0[0], title: $0[1], address: $0[2])
    }
    numbers = []
    for file in Self.files {
      for (line, fields) in try Self.rows(file, columns: PublishedNumber.columns).enumerated() {
        guard let number = PublishedNumber(fields),
          sources.contains(where: { $0.key == number.source })
        else { throw Self.problem(file, "line \(line + 2) is no published number") }
        numbers.append(number)
      }
    }
  }

  private static func rows(
    _ name: String, columns: [String]
  ) throws(InputProblem) -> [[String]] {
    guard
      let folder = Bundle.module.url(forResource: "Resources", withExtension: nil),
      let text = try? String(
        contentsOf: folder.appendingPathComponent("published/\(name).tsv"), encoding: .utf8)
    else { throw problem(name, "is not beside the program: build it again", .missing) }
    let lines = text.split(separator: "\n").map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    guard lines.first == columns, lines.allSatisfy({ $0.count == columns.count }) else {
      throw problem(name, "does not have the columns \(columns.joined(separator: ", "))")
    }
    return Array(lines.dropFirst())
  }

  private static func problem(
    _ file: String, _ message: String, _ kind: InputProblem.Kind = .invalid
  ) -> InputProblem {
    InputProblem(kind, at: "published/\(file).tsv", message)
  }
}
