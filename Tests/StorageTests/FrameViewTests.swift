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

  /// Two runs that differ in a setting of the run alone have the same columns in `v_runs`.
  @Test func settingsAreRows() throws {
    let scratch = try Scratch()
    var stored = result()
    stored.cell.cell.optimizer.settings = ["momentum": .number(0.5)]
    stored.cell.cell.run.batch = 7
    try scratch.store().record(stored)
    let rows = try DatabaseQueue(path: scratch.path).read {
      try Row.fetchAll($0, sql: "SELECT * FROM v_settings ORDER BY part, name")
    }
    let found = Dictionary(
      rows.map { row in ("\(row["part"] as String).\(row["name"] as String)", row) },
      uniquingKeysWith: { first, _ in first })
    #expect(found["optimizer.momentum"]?["value"] as Double? == 0.5)
    #expect(found["run.batch"]?["value"] as Int? == 7)
    #expect(found["run.batch"]?["run"] as String? == stored.identity.digest.hex)
    #expect(found.count == rows.count)
  }
}
