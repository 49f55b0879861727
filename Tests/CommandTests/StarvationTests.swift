import Foundation
import Testing

/// What a machine may deny a process: open files, processor time, the standard streams.
@Suite("What is denied", .tags(.process))
struct StarvationTests {
  @Test("Too few open files are said, and a limit that may be raised is", arguments: [4, 5, 8, 16])
  func files(limit: Int) throws {
    let denied = try Program.shell("ulimit -n \(limit); PROGRAM list", in: Scratch())
    #expect(denied.status == 71, "\(denied.status) \(denied.err)")
    #expect(denied.err.contains("ulimit -n") && denied.out.isEmpty)
    let raised = try Program.shell("ulimit -S -n \(limit); PROGRAM list", in: Scratch())
    #expect(raised.status == 0 && !raised.out.isEmpty, "\(raised.err)")
  }

  @Test("As many open files as are asked for are enough for a run")
  func enough() throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.firstOrder, SmallGrid.zerothOrder), to: "a.grid")
    let run = try Program.shell(
      "ulimit -n 24; PROGRAM run a.grid --db r.sqlite -q -j 2 --export out", in: scratch)
    #expect(run.status == 0, "\(run.err)")
  }

  @Test("What is said goes into no file where the standard streams are closed")
  func streams() throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.firstOrder, SmallGrid.zerothOrder), to: "a.grid")
    let run = try Program.shell(
      "PROGRAM run a.grid --db r.sqlite --checkpoint-every 0 --export out <&- >&- 2>&-", in: scratch
    )
    #expect(run.status == 0)
    let verified = try Program.run("verify", "r.sqlite", "--grid", "a.grid", in: scratch)
    #expect(verified.status == 0, "\(verified.out)\(verified.err)")
    let exported = try FileManager.default.contentsOfDirectory(
      atPath: scratch.url.appending(path: "out").path)
    #expect(exported.count == 2)
    let report = try Program.shell("PROGRAM report r.sqlite >&-", in: scratch)
    #expect(report.status == 74 && report.err.contains("stdout"), "\(report.err)")
  }

  @Test("The end of the processor time of a run ends it as other signals do")
  func time() throws {
    let scratch = try Scratch()
    let long = "zo-sgd: { learningRate: 1e-6, epsilon: 1e-3, steps: 200000 }"
    try scratch.write(SmallGrid.text(long), to: "a.grid")
    let run = try Program.shell(
      "ulimit -S -t 2; PROGRAM run a.grid --db r.sqlite -q -j 1 --threads 1", in: scratch)
    #expect(run.status == 75, "\(run.status) \(run.err)")
    let status = try Program.run("status", "r.sqlite", "--grid", "a.grid", in: scratch)
    #expect(status.status == 0 && status.out.contains("1 ended: 1 interrupted"), "\(status.out)")
  }
}
