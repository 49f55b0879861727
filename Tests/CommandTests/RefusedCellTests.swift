import Foundation
import Testing

/// Cells that cannot be planned, beside others that can.
@Suite(.tags(.process)) struct RefusedCellTests {
  /// Two models, of which the second has no files, and a task without data.
  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(
      """
      zobench: 1
      models: [tiny-opt, ./absent]
      tasks: [mini-sst2, cb]
      schemes: [ft]
      optimizers: [zo-sgd: { learningRate: 1e-4, epsilon: 1e-3, steps: 4 }]
      seeds: [0, 1]
      defaults: { batch: 4, evaluations: 1, train: 8, dev: 4, test: 8 }

      """, to: "a.grid")
    return scratch
  }

  private func json(_ text: String) throws -> [[String: Any]] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
  }

  @Test func theyDoNotHoldUpTheOthers() throws {
    let scratch = try scratch()
    let run = try Program.run("run", "a.grid", "--db", "r.sqlite", in: scratch)
    #expect(run.status == 2, "\(run.err)")
    #expect(run.err.contains("2 of 8 runs to do (6 refused)"), "\(run.err)")
    #expect(run.err.contains("refused: ") && run.err.contains("absent"))
    #expect(run.err.contains("3 cells could not be planned"))
    // Nothing is done twice, and what is refused stays told.
    let again = try Program.run("run", "a.grid", "--db", "r.sqlite", in: scratch)
    #expect(again.status == 2 && again.err.contains("0 of 8 runs to do (2 done, 6 refused)"))
    let status = try Program.run("status", "r.sqlite", "--grid", "a.grid", in: scratch)
    #expect(status.status == 0, "\(status.err)")
    #expect(status.out.contains("Grid: 8 runs, 2 done, 0 running, 0 open, 6 refused"))
    #expect(status.out.contains("absent / mini-sst2 / ft / zo-sgd"), "\(status.out)")
    let told = try Program.run("status", "r.sqlite", "--grid", "a.grid", "--json", in: scratch)
    #expect(told.out.contains("\"refused\" : 6") && told.out.contains("\"refusals\""))
  }

  @Test func whenTheyAreMendedTheyAloneRun() throws {
    let scratch = try scratch()
    #expect(try Program.run("run", "a.grid", "--db", "r.sqlite", in: scratch).status == 2)
    let files = FileManager.default
    let fixture = PackageRoot.url.appending(path: "Tests/ModelsTests/Fixtures/opt")
    try files.copyItem(at: fixture, to: scratch.url.appending(path: "absent"))
    let only = ["--only", "task=mini-sst2"]
    let mended = try Program.run(
      ["run", "a.grid", "--db", "r.sqlite"] + only, in: scratch)
    #expect(mended.status == 0, "\(mended.err)")
    #expect(mended.err.contains("2 of 4 runs to do (2 done)"), "\(mended.err)")
  }

  @Test func thePlanListsThemWithTheirReasons() throws {
    let scratch = try scratch()
    let plan = try Program.run("plan", "a.grid", "--db", "r.sqlite", in: scratch)
    #expect(plan.status == 65 || plan.status == 66, "\(plan.status)")
    #expect(plan.out.contains("tiny-opt / mini-sst2 / ft / zo-sgd"))
    #expect(plan.out.contains("Total: 8 runs (2 new, 6 refused)"), "\(plan.out)")
    #expect(plan.err.contains("absent / cb / ft / zo-sgd"), "\(plan.err)")
    let told = try Program.run("plan", "a.grid", "--db", "r.sqlite", "--json", in: scratch)
    let rows = try json(told.out)
    #expect(rows.map { $0["state"] as? String }.filter { $0 == "refused" }.count == 6)
    let refused = rows.filter { $0["state"] as? String == "refused" }
    #expect(refused.allSatisfy { ($0["reason"] as? String)?.isEmpty == false })
  }

  @Test func nothingRunsWhereNothingCanBePlannedOrTheTextIsWrong() throws {
    let scratch = try scratch()
    let all = try Program.run(
      "run", "a.grid", "--db", "r.sqlite", "--only", "model=*absent", in: scratch)
    #expect(all.status == 65 || all.status == 66, "\(all.err)")
    let text = try String(contentsOf: scratch.url.appending(path: "a.grid"), encoding: .utf8)
    try scratch.write(text.replacing("batch: 4", with: "batch: -4"), to: "b.grid")
    let wrong = try Program.run("run", "b.grid", "--db", "r.sqlite", in: scratch)
    #expect(wrong.status == 65 && wrong.err.contains("b.grid:7"), "\(wrong.err)")
    // Shards are parts of the whole plan.
    let shard = try Program.run(
      "run", "a.grid", "--db", "s.sqlite", "--shard", "1/2", in: scratch)
    #expect(shard.status == 65 || shard.status == 66, "\(shard.err)")
    #expect(shard.err.contains("Nothing of shard 1/2 was run"), "\(shard.err)")
    #expect(!FileManager.default.fileExists(atPath: scratch.url.appending(path: "s.sqlite").path))
  }
}
