import Foundation

/// A test as a page names it: `File.function`, or `File.*` for all of a file.
struct TestReference: CustomStringConvertible {
  var file: String
  var function: String

  var description: String { "\(file).\(function)" }

  /// Those in a text.
  static func all(in text: String) -> [TestReference] {
    text.matches(of: /`([A-Z]\w+Tests)\.(\w+|\*)`/)
      .map { TestReference(file: String($0.1), function: String($0.2)) }
  }

  func isThere(among files: [SourceFile]) -> Bool {
    files.filter { $0.path.hasSuffix("/\(file).swift") }.contains { file in
      file.text.contains("@Test")
        && (function == "*" || file.text.contains("func \(function)("))
    }
  }

  /// The rows of a page's tables of so many columns, but their heads.
  static func rows(of page: String, columns: Int) throws -> [[String]] {
    let lines = try SourceTree.text(page).split(separator: "\n").map { line in
      line.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let rules = lines.indices.filter { lines[$0].count > 1 && lines[$0][1].hasPrefix("---") }
    let heads = Set(rules.flatMap { [$0, $0 - 1] })
    return lines.indices.filter { lines[$0].count == columns + 2 && !heads.contains($0) }
      .map { Array(lines[$0].dropFirst().dropLast()) }
  }
}
