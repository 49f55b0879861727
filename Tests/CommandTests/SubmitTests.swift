import Foundation
import Testing

/// `zobench submit` with a scheduler of ours in front of the path.
@Suite(.tags(.process)) struct SubmitTests {
  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(
      SmallGrid.text(SmallGrid.firstOrder, SmallGrid.zerothOrder, SmallGrid.adam), to: "a.grid")
    return scratch
  }

  private func tool(_ name: String, _ text: String, in scratch: Scratch) throws {
    try scratch.write("#!/bin/bash\n\(text)\n", to: "bin/\(name)")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755],
      ofItemAtPath: scratch.url.appendingPathComponent("bin/\(name)").path)
  }

  private func environment(_ scratch: Scratch) -> [String: String] {
    ["PATH": scratch.url.appendingPathComponent("bin").path + ":/usr/bin:/bin"]
  }

  private func submit(_ more: String..., in scratch: Scratch) throws -> Program.Result {
    let arguments = ["submit", "a.grid", "--dir", "study", "--shards", "2"] + more
    return try RunningProgram(arguments, in: scratch, environment: environment(scratch)).finish()
  }

  @Test(arguments: ["slurm", "parallel", "kubernetes", "htcondor", "snakemake"])
  func dryRunsPrintTheFiles(_ engine: String) throws {
    let scratch = try scratch()
    let result = try Program.run(
      "submit", "a.grid", "--dir", "study", "--shards", "2", "--dry-run", "--engine", engine,
      "--mem", "3GiB", "--time", "02:00:00", in: scratch)
    #expect(result.status == 0, "\(result.err)")
    #expect(result.out.contains("--shard") && result.out.contains("==> "))
    #expect(result.out.contains("3072"))
    #expect(!FileManager.default.fileExists(atPath: scratch.url.path + "/study"))
  }

  @Test func theSameCommandGoesOn() throws {
    let scratch = try scratch()
    try tool("sbatch", "echo \"$*\" >>handed; echo 17", in: scratch)
    try tool("squeue", "cat ../queue 2>/dev/null || cat queue", in: scratch)
    try tool("sacct", "exit 1", in: scratch)
    try scratch.write("17_1|RUNNING|None|n0\n17_2|PENDING|Resources|\n", to: "queue")
    let first = try submit(in: scratch)
    #expect(first.status == 0 && first.out.contains("job 17: shards 2"), "\(first.err)\(first.out)")
    let second = try submit(in: scratch)
    #expect(second.out.contains("Nothing to hand over"), "\(second.out)")
    let status = try RunningProgram(
      ["status", "study"], in: scratch, environment: environment(scratch)
    ).finish()
    #expect(status.out.contains("0 of 3 runs done") && status.out.contains("PENDING Resources"))
    // The scheduler has lost both; one is done meanwhile.
    try scratch.write("", to: "queue")
    let grid = scratch.url.appendingPathComponent("a.grid").path
    let run = try Program.run(
      "run", grid, "--shard", "1/2", "--db", "study/shards/{shard}.sqlite", in: scratch)
    #expect(run.status == 0, "\(run.err)")
    let third = try submit(in: scratch)
    #expect(third.out.contains("job 17: shards 1"), "\(third.out)")
    let script = String(decoding: try scratch.data("study/slurm-1.sh"), as: UTF8.self)
    #expect(script.contains("#SBATCH --array=2\n"), "\(script)")
    let other = try Program.run(
      "submit", "a.grid", "--dir", "study", "--shards", "3", in: scratch,
      environment: environment(scratch))
    #expect(other.status == 65 && other.err.contains("another study"))
  }

  @Test func aSchedulerThatRefusesIs69() throws {
    let scratch = try scratch()
    try tool("sbatch", "echo 'no such partition' >&2; exit 1", in: scratch)
    let result = try submit(in: scratch)
    #expect(result.status == 69 && result.err.contains("no such partition"), "\(result.err)")
    #expect(try submit("--engine", "pbs", in: scratch).status == 64)
    #expect(try submit("--time", "1:2:3:4", in: scratch).status == 64)
  }

  @Test func enginesThatWorkInTheForegroundAreNamed() throws {
    let scratch = try scratch()
    let result = try submit("--engine", "parallel", in: scratch)
    #expect(result.status == 0 && result.out.contains("&& bash parallel.sh"), "\(result.err)")
    let hosts = String(decoding: try scratch.data("study/hosts"), as: UTF8.self)
    #expect(hosts.hasSuffix(":\n"))
    // The list of hosts is a person's.
    try scratch.write("node7\n", to: "study/hosts")
    #expect(try submit("--engine", "parallel", in: scratch).status == 0)
    #expect(try scratch.data("study/hosts") == Data("node7\n".utf8))
  }
}
