import Reports
import Testing
import Vocabulary

@Suite("How far weights went")
struct DriftTableTests {
  private static func part(
    _ kind: String, _ distance: Double, _ start: Double, changed: Int
  ) -> Drift.Part {
    Drift.Part(kind: kind, distance: distance, start: start, elements: 10, changed: changed)
  }

  @Test func lengthsAreThoseOfAllParts() {
    let drift = Drift([
      Self.part("bias", 3, 6, changed: 0), Self.part("matrix", 4, 8, changed: 5),
    ])
    #expect(drift.distance == 5)
    #expect(drift.relative == 0.5)
    #expect(drift.changedShare == 0.25)
    #expect(Drift([Self.part("adapter", 1, 0, changed: 1)]).relative == nil)
    #expect(Drift([]).changedShare == 0)
  }

  @Test func tableHasScoresOnOtherTasks() throws {
    var run = Measured.run("zo-sgd")
    run.trials[0].drift = Drift([Self.part("bias", 3, 6, changed: 0)])
    run.trials[0].others = [
      OtherScore(task: "mini-rte", metric: "accuracy", before: 0.5, after: 0.25, examples: 8)
    ]
    let table = try #require(TableKind.drift.tables(ResultSet([run])).first)
    #expect(table.columns.suffix(2).map(\.title) == ["mini-rte before", "mini-rte after"])
    #expect(table.rows.first?.suffix(2).map(\.text) == ["50", "25"])
  }

  @Test func tableHasTheKindsThatAreTrained() throws {
    var run = Measured.run("zo-sgd")
    run.trials[0].drift = Drift([
      Self.part("bias", 3, 6, changed: 0), Self.part("matrix", 4, 8, changed: 5),
    ])
    let set = ResultSet([run, Measured.run("fo-adam")])
    let table = try #require(TableKind.drift.tables(set).first)
    #expect(table.columns.map(\.title) == ["optimizer", "drift %", "changed %", "matrix", "bias"])
    let row = try #require(table.rows.first { $0[0] == .text("zo-sgd") })
    #expect(row.dropFirst().map(\.text) == ["50", "25", "4", "3"])
    let other = try #require(table.rows.first { $0[0] == .text("fo-adam") })
    #expect(other.dropFirst().allSatisfy { $0 == .missing })
  }
}
