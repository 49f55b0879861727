import Foundation
import Testing

/// `Tests/FAULTS.md` names a mechanism and tests that exist.
@Suite struct FaultMapTests {
  @Test func everyKindHasAMechanismAndATest() throws {
    let rows = try TestReference.rows(of: "Tests/FAULTS.md", columns: 5)
    #expect(rows.count > 70)
    let files = try SourceTree.files(in: "Tests")
    for row in rows {
      let tests = TestReference.all(in: row[2])
      #expect(!row[1].isEmpty && !tests.isEmpty && !row[4].isEmpty, "\(row[0])")
      for test in tests { #expect(test.isThere(among: files), "\(test) of \(row[0])") }
    }
  }
}
