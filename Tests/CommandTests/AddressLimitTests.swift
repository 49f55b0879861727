import Foundation
import Testing

/// What `ulimit -v` leaves to a process: the real limits, over a range.
@Suite("Limits of the address space", .tags(.process))
struct AddressLimitTests {
  /// The status and what was said under a limit in MiB; no command may hang.
  private func limited(
    _ megabytes: Int, _ command: String, in scratch: Scratch
  ) throws -> Program.Result {
    try Program.shell(
      "ulimit -v $((\(megabytes) * 1024)); exec timeout 100 PROGRAM \(command)", in: scratch)
  }

  /// Below some 170 MiB the loader of the system finds no room for the libraries, and says so.
  @Test(
    "end well or with a line of ours",
    arguments: [
      "run a.grid --db r0.sqlite -q -j 1 --threads 1", "run a.grid --db r0.sqlite -q -j 2",
      "list models", "bench --model tiny-opt --steps 1", "score --model tiny-opt --text good",
    ])
  func everyLimitEndsWellOrWithALine(command: String) throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.firstOrder, SmallGrid.zerothOrder), to: "a.grid")
    var good = 0
    for megabytes in stride(from: 60, through: 900, by: 70) {
      let ended = try limited(
        megabytes, command.replacing("r0", with: "r\(megabytes)"), in: scratch)
      let said = ended.err.split(separator: "\n")
      switch ended.status {
      case 0: good += 1
      case 71: #expect(said.count == 1 && ended.err.contains("ulimit -v"), "\(ended.err)")
      case 127: #expect(ended.err.contains("error while loading shared libraries"))
      default: Issue.record("\(megabytes) MiB: \(ended.status) \(ended.err)")
      }
      // More room never ends worse.
      #expect(good == 0 || ended.status == 0, "\(megabytes) MiB: \(ended.status)")
    }
    #expect(good > 2)
  }

  @Test("change no result") func results() throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.zerothOrder), to: "a.grid")
    #expect(try Program.run("run", "a.grid", "--db", "free.sqlite", in: scratch).status == 0)
    let run = try limited(700, "run a.grid --db r.sqlite -q --threads 1", in: scratch)
    #expect(run.status == 0, "\(run.err)")
    let reports = try ["free.sqlite", "r.sqlite"].map {
      try StoredReport(of: $0, in: scratch).withoutTimes()
    }
    #expect(reports[0] == reports[1])
  }
}
