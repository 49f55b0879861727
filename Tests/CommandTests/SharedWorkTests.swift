import Foundation
import Testing

/// One study by several processes: shards, what ends them, and their results together.
@Suite(.tags(.process)) struct SharedWorkTests {
  private func grid(in scratch: Scratch) throws {
    try scratch.write(
      SmallGrid.text(SmallGrid.firstOrder, SmallGrid.zerothOrder, SmallGrid.adam), to: "a.grid")
  }

  private func run(_ shard: String, in scratch: Scratch) throws -> Program.Result {
    try Program.run(
      "run", "a.grid", "--shard", shard, "--db", "shards/{shard}.sqlite", in: scratch,
      environment: ["SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_COUNT": "3"])
  }

  @Test func shardsTogetherAreTheStudy() throws {
    let scratch = try Scratch()
    try grid(in: scratch)
    try scratch.write("", to: "shards/notes.txt")
    for shard in ["1/3", "2/3", "auto"] {
      let result = try run(shard, in: scratch)
      #expect(result.status == 0 && result.err.contains("1 of 1 runs to do"), "\(result.err)")
    }
    let again = try run("auto", in: scratch)
    #expect(again.status == 0 && again.err.contains("shard 3/3: 0 of 1 runs to do (1 done)"))
    let first = try Program.run("collect", "shards", "--db", "all.sqlite", in: scratch)
    #expect(first.status == 0 && first.out.contains("Collected 3 databases"), "\(first.err)")
    let second = try Program.run("collect", "shards", "--db", "all.sqlite", in: scratch)
    #expect(second.status == 0 && second.out.contains("Nothing new in 3 databases: 3 runs"))
    let whole = try Program.run("run", "a.grid", "--db", "whole.sqlite", in: scratch)
    #expect(whole.status == 0)
    let reports = try ["all.sqlite", "whole.sqlite"].map {
      try StoredReport(of: $0, in: scratch).withoutTimes()
    }
    #expect(reports[0] == reports[1])
    // The same to the last bit of every loss and weight.
    let both = try Program.run("collect", "whole.sqlite", "--db", "all.sqlite", in: scratch)
    #expect(both.status == 0 && both.out.contains("3 computed twice with the same result"))
  }

  @Test(arguments: [SIGHUP, SIGUSR1, SIGUSR2])
  func whatSchedulersSendEndsWith75(_ number: Int32) throws {
    let scratch = try Scratch()
    try scratch.write(
      SmallGrid.text("zo-sgd: { learningRate: 1e-6, epsilon: 1e-3, steps: 20000 }"), to: "a.grid")
    let running = try RunningProgram(["run", "a.grid", "--db", "r.sqlite"], in: scratch)
    #expect(running.waits(for: 1, linesWith: "runs to do"))
    running.signal(number)
    // A scheduler and its script may both signal.
    running.signal(number)
    #expect(running.finish().status == 75)
    let status = try Program.run("status", "r.sqlite", "--json", in: scratch)
    #expect(status.out.contains("\"interrupted\" : 1") || status.out.contains("\"outcomes\""))
  }

  @Test func badShardsAreUsage() throws {
    let scratch = try Scratch()
    try grid(in: scratch)
    for shard in ["0/3", "4/3", "x"] {
      let result = try run(shard, in: scratch)
      #expect(result.status == 64 && result.err.contains("--shard"), "\(result.err)")
    }
    let none = try Program.run(
      "run", "a.grid", "--shard", "auto", in: scratch, environment: ["SLURM_ARRAY_TASK_ID": ""])
    #expect(none.status == 65 && none.err.contains("--shard I/N"), "\(none.err)")
  }

  @Test func aDryRunIsOfTheShard() throws {
    let scratch = try Scratch()
    try grid(in: scratch)
    let parts = try ["1/3", "2/3", "3/3"].map {
      try Program.run("run", "a.grid", "--dry-run", "--shard", $0, in: scratch)
    }
    for part in parts {
      #expect(part.status == 0 && part.out.contains("Total: 1 run"), "\(part.out)\(part.err)")
    }
    #expect(Set(parts.map(\.out)).count == 3)
    let beyond = try Program.run("run", "a.grid", "--dry-run", "--shard", "9/2", in: scratch)
    #expect(beyond.status == 64 && beyond.err.contains("--shard"), "\(beyond.err)")
  }

  @Test func withoutAnotherDatabaseNothingIsCollected() throws {
    let scratch = try Scratch()
    for folder in ["empty", "shards"] { try scratch.write("", to: "\(folder)/notes.txt") }
    let none = try Program.run("collect", "empty", "--db", "all.sqlite", in: scratch)
    #expect(none.status == 66 && none.err.contains("empty: holds no *.sqlite"), "\(none.err)")
    #expect(!FileManager.default.fileExists(atPath: scratch.url.appending(path: "all.sqlite").path))
    try grid(in: scratch)
    #expect(try run("1/3", in: scratch).status == 0)
    let own = try Program.run(
      "collect", "shards/1.sqlite", "--db", "./shards/1.sqlite", in: scratch)
    #expect(own.status == 64 && own.err.contains("is the target itself"), "\(own.err)")
  }

  @Test func nothingNewCountsWhatTheTargetHolds() throws {
    let scratch = try Scratch()
    try grid(in: scratch)
    try scratch.write("", to: "shards/notes.txt")
    for shard in ["1/3", "2/3"] { #expect(try run(shard, in: scratch).status == 0) }
    #expect(try Program.run("collect", "shards", "--db", "all.sqlite", in: scratch).status == 0)
    let again = try Program.run("collect", "shards/1.sqlite", "--db", "all.sqlite", in: scratch)
    #expect(
      again.status == 0 && again.out.contains("Nothing new in 1 database: 2 runs are in"),
      "\(again.out)")
  }

  @Test func badSourcesAreToldAndOthersCollected() throws {
    let scratch = try Scratch()
    try grid(in: scratch)
    try scratch.write("text", to: "shards/0.sqlite")
    #expect(try run("1/3", in: scratch).status == 0)
    let result = try Program.run("collect", "shards", "--db", "all.sqlite", in: scratch)
    #expect(result.status == 65 && result.err.contains("0.sqlite"), "\(result.err)")
    #expect(result.out.contains("1 new"))
    #expect(try Program.run("collect", "absent", in: scratch).status == 66)
  }

  @Test func releasedClaimsAreTakenOver() throws {
    let scratch = try Scratch()
    let missing = try Program.run("status", "r.sqlite", "--release", "n0", in: scratch)
    #expect(missing.status == 66)
    try grid(in: scratch)
    #expect(try Program.run("run", "a.grid", "--db", "r.sqlite", in: scratch).status == 0)
    let released = try Program.run("status", "r.sqlite", "--release", "n0", in: scratch)
    #expect(released.status == 0 && released.err.contains("released 0 claims of n0"))
  }
}
