import Foundation
import Testing

/// Runs that are ended from outside go on, and end as an undisturbed run does.
@Suite(.tags(.process)) struct InterruptionTests {
  @Test func killedRunsEndAsAnUndisturbedOne() throws {
    let scratch = try Scratch()
    let undisturbed = try undisturbedReport(in: scratch)
    // At once, after the first and the third evaluation, and after the first finished cell.
    for (count, text) in [(1, "runs to do"), (1, "  dev "), (3, "  dev "), (1, "[1/")] {
      let running = try RunningProgram(["run", "a.grid", "--db", "r.sqlite"], in: scratch)
      #expect(running.waits(for: count, linesWith: text), "\(count) × '\(text)'")
      running.signal(SIGKILL)
      #expect(running.finish().status == SIGKILL)
    }
    let last = try Program.run("run", "a.grid", "--db", "r.sqlite", in: scratch)
    #expect(last.status == 0, "\(last.err)")
    try expectSame(undisturbed, in: scratch)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func interruptedRunExits75AndGoesOn(_ number: Int32) throws {
    let scratch = try Scratch()
    let undisturbed = try undisturbedReport(in: scratch)
    let running = try RunningProgram(["run", "a.grid", "--db", "r.sqlite"], in: scratch)
    #expect(running.waits(for: 1, linesWith: "  dev "))
    running.signal(number)
    let interrupted = running.finish()
    #expect(interrupted.status == 75, "\(interrupted.err)")
    #expect(interrupted.err.contains("run the same command again to resume"))
    let last = try Program.run("run", "a.grid", "--db", "r.sqlite", in: scratch)
    #expect(last.status == 0, "\(last.err)")
    try expectSame(undisturbed, in: scratch)
  }

  /// The whole run is one evaluation, of seconds.
  @Test func aSignalInAnEvaluationIsMetBetweenItsBatches() throws {
    let scratch = try Scratch()
    try scratch.write(
      """
      zobench: 1
      models: [tiny-llama]
      tasks: [mini-copa]
      schemes: [zero-shot, icl]
      optimizers: []
      seeds: [0]
      defaults: { train: 4, dev: 900, test: 1000, calibration: sfc }

      """, to: "a.grid")
    let whole = try Program.run("run", "a.grid", "--db", "whole.sqlite", "-j", "1", in: scratch)
    #expect(whole.status == 0, "\(whole.err)")
    for _ in 0..<2 {
      let running = try RunningProgram(
        ["run", "a.grid", "--db", "r.sqlite", "-j", "1"], in: scratch)
      #expect(running.waits(for: 1, linesWith: "runs to do"))
      Thread.sleep(forTimeInterval: 0.1)
      let signalled = ContinuousClock.now
      running.signal(SIGTERM)
      let interrupted = running.finish()
      #expect(ContinuousClock.now - signalled < .seconds(2))
      #expect(interrupted.status == 75, "\(interrupted.err)")
    }
    let last = try Program.run("run", "a.grid", "--db", "r.sqlite", "-j", "1", in: scratch)
    #expect(last.status == 0, "\(last.err)")
    let reports = try ["whole.sqlite", "r.sqlite"].map {
      try StoredReport(of: $0, in: scratch).withoutTimes()
    }
    #expect(reports[0] == reports[1])
  }

  private func undisturbedReport(in scratch: Scratch) throws -> String {
    try scratch.write(
      SmallGrid.text(SmallGrid.firstOrder, SmallGrid.zerothOrder, SmallGrid.adam), to: "a.grid")
    let run = try Program.run("run", "a.grid", "--db", "whole.sqlite", in: scratch)
    #expect(run.status == 0, "\(run.err)")
    return try StoredReport(of: "whole.sqlite", in: scratch).withoutTimes()
  }

  /// The same rows, and no cell twice.
  private func expectSame(_ undisturbed: String, in scratch: Scratch) throws {
    let report = try StoredReport(of: "r.sqlite", in: scratch)
    #expect(try report.withoutTimes() == undisturbed)
    #expect(report.counts == [1, 1, 1])
    let more = try Program.run("run", "a.grid", "--db", "r.sqlite", in: scratch)
    #expect(more.err.contains("0 of 3 runs to do"))
  }
}
