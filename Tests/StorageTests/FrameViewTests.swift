import Foundation
import GRDB
import Storage
import Testing
import Vocabulary

/// The views that data frames are read from.
struct FrameViewTests {
  @Test func curvesAreTheLossesOfTheTrials() throws {
    let scratch = try Scratch()
    var stored = result()
    stored.trials[0].curve = [0.693_147, 2.5, -1.25, 1e-30, 3e38, 1e20, .nan, .infinity, 0, 1e-12]
    stored.trials[0].stepsDone = stored.trials[0].curve.count
    try scratch.store().record(stored)
    let queue = try DatabaseQueue(path: scratch.path)
    let rows = try queue.read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT step, loss FROM v_curves WHERE trial = 1 AND step > 0 ORDER BY step")
    }
    let expected = stored.trials[0].curve.map { $0.isFinite ? Double($0) : nil }
    #expect(rows.map { $0["loss"] as Double? } == expected)
    #expect(rows.map { $0["step"] as Int } == Array(1...expected.count))
    let (runs, trials, points) = try queue.read { database in
      (
        try Row.fetchAll(database, sql: "SELECT * FROM v_runs"),
        try Row.fetchAll(database, sql: "SELECT * FROM v_trials"),
        try Int.fetchOne(database, sql: "SELECT count(devScore) FROM v_curves")
      )
    }
    #expect(runs.count == 1 && runs[0]["seed"] as Int == stored.cell.seed)
    #expect(trials.count == stored.trials.count)
    #expect(points == stored.trials.flatMap(\.dev).count)
  }
}
