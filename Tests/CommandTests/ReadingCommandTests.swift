import Foundation
import Testing

/// report, show, compare and verify on one small study.
@Suite(.tags(.process)) struct ReadingCommandTests {
  @Test func everyReadingCommandReads() throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.firstOrder, SmallGrid.zerothOrder), to: "a.grid")
    #expect(try Program.run("run", "a.grid", "--db", "r.sqlite", in: scratch).status == 0)
    try reports(in: scratch)
    try shows(in: scratch)
    try compares(in: scratch)
    try verifies(in: scratch)
  }

  private func reports(in scratch: Scratch) throws {
    for format in ["markdown", "latex", "html", "jsonl", "sql"] {
      let report = try Program.run(
        "report", "--db", "r.sqlite", "--table", "study", "--format", format, in: scratch)
      #expect(report.status == 0 && !report.out.isEmpty, "\(format): \(report.err)")
    }
    let figures = try Program.run(
      "report", "--db", "r.sqlite", "--figures", "figures", in: scratch)
    #expect(figures.status == 0 && figures.err.contains("4 figures as SVG"), "\(figures.err)")
    #expect(try scratch.data("figures/pareto-tiny-opt-mini-sst2.svg").count > 500)
    let against = try Program.run(
      "report", "--db", "r.sqlite", "--against", "published", in: scratch)
    #expect(against.out.contains("Nothing is compared"))
    let wrong = try Program.run("report", "--table", "x", in: scratch)
    #expect(wrong.status == 64 && wrong.err.contains("study"))
  }

  private func shows(in scratch: Scratch) throws {
    let shown = try Program.run("show", "zo-*", "--db", "r.sqlite", in: scratch)
    #expect(shown.status == 0 && shown.out.contains("bytes by account"))
    let json = try Program.run("show", "zo-sgd", "--db", "r.sqlite", "--json", in: scratch)
    let pages = try JSONSerialization.jsonObject(with: Data(json.out.utf8)) as? [[String: Any]]
    #expect(pages?.count == 1)
    let runs = try #require(pages?.first?["runs"] as? [[String: Any]])
    let identity = try #require(runs.first?["identity"] as? String)
    let byIdentity = try Program.run(
      "show", String(identity.prefix(8)), "--db", "r.sqlite", in: scratch)
    #expect(byIdentity.out == shown.out)
    let none = try Program.run("show", "zo-x", "--db", "r.sqlite", in: scratch)
    #expect(none.status == 66 && none.err.contains("no cell matches"))
  }

  private func compares(in scratch: Scratch) throws {
    let same = try Program.run("compare", "r.sqlite", "r.sqlite", "--json", in: scratch)
    #expect(same.status == 0 && same.out.contains("2 cells in both, 2 with equal predictions"))
  }

  private func verifies(in scratch: Scratch) throws {
    let verified = try Program.run("verify", "r.sqlite", "--grid", "a.grid", in: scratch)
    #expect(verified.status == 0, "\(verified.out)")
    #expect(verified.out.contains("2 runs: every rule holds."))
    try scratch.write(SmallGrid.text(SmallGrid.firstOrder, SmallGrid.adam), to: "b.grid")
    let more = try Program.run("verify", "r.sqlite", "--grid", "b.grid", "--json", in: scratch)
    #expect(more.status == 2)
    #expect(more.out.contains("fo-adam"))
  }
}
