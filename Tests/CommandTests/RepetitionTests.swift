import Foundation
import Testing

@Suite(.tags(.process)) struct RepetitionTests {
  @Test func secondRunDoesNothing() throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.firstOrder, SmallGrid.zerothOrder), to: "a.grid")
    let first = try Program.run("run", "a.grid", "--db", "r.sqlite", in: scratch)
    #expect(first.status == 0, "\(first.err)")
    #expect(first.err.contains("2 of 2 runs to do"))
    let report = try StoredReport(of: "r.sqlite", in: scratch)
    let second = try Program.run("run", "a.grid", "--db", "r.sqlite", in: scratch)
    #expect(second.status == 0)
    #expect(second.err.contains("0 of 2 runs to do"))
    #expect(!second.err.contains("step"))
    let again = try StoredReport(of: "r.sqlite", in: scratch)
    #expect(try again.withoutTimes() == report.withoutTimes())
    #expect(again.counts == [1, 1])
  }

  @Test func extendedGridRunsOnlyWhatIsNew() throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.firstOrder), to: "a.grid")
    #expect(try Program.run("run", "a.grid", "--db", "r.sqlite", in: scratch).status == 0)
    try scratch.write(SmallGrid.text(SmallGrid.adam, SmallGrid.firstOrder), to: "a.grid")
    let extended = try Program.run("run", "a.grid", "--db", "r.sqlite", in: scratch)
    #expect(extended.status == 0)
    #expect(extended.err.contains("1 of 2 runs to do"))
    #expect(extended.err.contains("fo-adam"))
    #expect(!extended.err.contains("fo-sgd"))
    let report = try StoredReport(of: "r.sqlite", in: scratch)
    #expect(report.optimizers == ["fo-adam", "fo-sgd"])
    #expect(report.counts == [1, 1])
  }
}
