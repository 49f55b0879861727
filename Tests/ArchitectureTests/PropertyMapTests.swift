import Foundation
import Testing

/// `Tests/PROPERTIES.md` names tests that exist.
@Suite struct PropertyMapTests {
  private static func rows() throws -> [[String]] {
    try TestReference.rows(of: "Tests/PROPERTIES.md", columns: 3)
  }

  @Test func everyPropertyHasATestOrAReason() throws {
    let rows = try Self.rows()
    #expect(rows.count > 70)
    for row in rows {
      #expect(!TestReference.all(in: row[1]).isEmpty || !row[2].isEmpty, "\(row[0])")
    }
    for (letter, count) in [("T", 23), ("S", 20)] {
      for number in 1...count {
        #expect(rows.contains { $0[0].hasPrefix("\(letter)\(number) ") })
      }
    }
  }

  @Test func everyTestExists() throws {
    let files = try SourceTree.files(in: "Tests")
    for row in try Self.rows() {
      for test in TestReference.all(in: row[1]) {
        #expect(test.isThere(among: files), "\(test) of \(row[0])")
      }
    }
  }
}
