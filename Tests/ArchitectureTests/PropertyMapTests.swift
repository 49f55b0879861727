import Foundation
import Testing

/// `Tests/PROPERTIES.md` names tests that exist.
@Suite struct PropertyMapTests {
  private struct Row {
    var property: String
    var tests: [(file: String, function: String)]
    var note: String
  }

  private static func rows() throws -> [Row] {
    try SourceTree.text("Tests/PROPERTIES.md").split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 5, cells[1] != "property", !cells[1].hasPrefix("---") else { return nil }
      let tests = cells[2].matches(of: /`(\w+)\.(\w+|\*)`/).map { (String($0.1), String($0.2)) }
      return Row(property: cells[1], tests: tests, note: cells[3])
    }
  }

  @Test func everyPropertyHasATestOrAReason() throws {
    let rows = try Self.rows()
    #expect(rows.count > 70)
    for row in rows { #expect(!row.tests.isEmpty || !row.note.isEmpty, "\(row.property)") }
    for (letter, count) in [("T", 23), ("S", 20)] {
      for number in 1...count {
        #expect(rows.contains { $0.property.hasPrefix("\(letter)\(number) ") })
      }
    }
  }

  @Test func everyTestExists() throws {
    let files = try SourceTree.files(in: "Tests")
    for row in try Self.rows() {
      for (name, function) in row.tests {
        let named = files.filter { $0.path.hasSuffix("/\(name).swift") }
        let isThere = named.contains { file in
          file.text.contains("@Test")
            && (function == "*" || file.text.contains("func \(function)("))
        }
        #expect(isThere, "\(name).\(function) of \(row.property)")
      }
    }
  }
}
