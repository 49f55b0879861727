import GRDB
import Storage
import Testing
import Vocabulary

struct ReportQueryTests {
  @Test(arguments: ["cells", "study", "memory", "ranks", "profile", "ablation"])
  func queriesRunOnTheSchema(_ table: String) throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    try store.record(result())
    try store.record(result(seededCell(1)))
    let rows = try DatabaseQueue(path: scratch.path).read { database in
      try Row.fetchAll(database, sql: #require(ReportQuery.text(for: table)))
    }
    #expect(!rows.isEmpty)
    #expect(rows.allSatisfy { ($0["optimizer"] as String) == "zo-sgd" })
    if table == "cells" {
      #expect(rows.count == 1)
      #expect((rows[0]["n"] as Int) == 2)
      #expect((rows[0]["peakBytes"] as Int) == 1007)
      let score: Double = rows[0]["score"]
      #expect(abs(score - 7.0 / 9) < 1e-12)
    }
  }

  @Test func aTableThatNoQueryMakesHasNone() {
    #expect(ReportQuery.text(for: "versus") == nil)
    #expect(ReportQuery.tables == ["ablation", "cells", "memory", "profile", "ranks", "study"])
  }

  @Test func theScoreIsOfTheMetricThatTheTaskNames() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    var exact = result()
    exact.cell.cell.task.definition = .map(["metric": .text("exactMatch")])
    exact.test?.metrics = ["exactMatch": 0.25]
    try store.record(exact)
    for table in ["cells", "study", "ranks"] {
      let scores = try DatabaseQueue(path: scratch.path).read { database in
        try Double.fetchAll(
          database, sql: "SELECT score FROM (\(#require(ReportQuery.text(for: table)).dropLast()))")
      }
      #expect(scores == [0.25], "\(table)")
    }
  }
}
