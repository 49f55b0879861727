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
    #expect(interrupted.err.contains("the same command goes on from here"))
    let last = try Program.run("run", "a.grid", "--db", "r.sqlite", in: scratch)
    #expect(last.status == 0, "\(last.err)")
    try expectSame(undisturbed, in: scratch)
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
