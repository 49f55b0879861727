import Foundation
import Testing

@Suite(.tags(.process)) struct ForeignDatabaseTests {
  @Test func textFileIsLeftAsItIs() throws {
    try expectUntouched(Data("notes of somebody, not a database".utf8))
  }

  @Test func otherSQLiteDatabaseIsLeftAsItIs() throws {
    let file = PackageRoot.url.appendingPathComponent("Tests/CommandTests/Fixtures/other.db")
    try expectUntouched(try Data(contentsOf: file))
  }

  private func expectUntouched(_ bytes: Data) throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.firstOrder), to: "small.grid")
    try scratch.write(bytes, to: "foreign.sqlite")
    let run = try Program.run("run", "small.grid", "--db", "foreign.sqlite", in: scratch)
    let report = try Program.run("report", "--db", "foreign.sqlite", in: scratch)
    for result in [run, report] {
      #expect(result.status == 65)
      #expect(result.err.contains("not a zobench database"))
    }
    #expect(try scratch.data("foreign.sqlite") == bytes)
  }
}
