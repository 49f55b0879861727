import Foundation
import Testing

/// `Tests/EXPERIENCE.md` names tests and scripts that exist.
@Suite struct ExperienceMapTests {
  @Test func everyRowHasATestOrSaysHowItIsHeld() throws {
    let rows = try TestReference.rows(of: "Tests/EXPERIENCE.md", columns: 3)
    #expect(rows.count > 40)
    let files = try SourceTree.files(in: "Tests")
    for row in rows {
      let tests = TestReference.all(in: row[2])
      let scripts = row[2].matches(of: /`(scripts\/[\w\/.]+)`/).map { String($0.1) }
      #expect(!tests.isEmpty || !scripts.isEmpty || row[2].hasPrefix("by hand"), "\(row[0])")
      for test in tests { #expect(test.isThere(among: files), "\(test) of \(row[0])") }
      for script in scripts { #expect(throws: Never.self) { _ = try SourceTree.text(script) } }
    }
  }
}
