import Foundation
import Testing

/// Trials that are killed in their middle go on there, and stored trials are made again.
@Suite(.tags(.process)) struct ReplayTests {
  private static let grid = """
    zobench: 1
    name: long
    models: [tiny-opt]
    tasks: [mini-sst2]
    schemes: [ft]
    optimizers:
      - zo-sgd: { learningRate: 1e-4, epsilon: 1e-3, steps: 60 }
      - fo-adam: { learningRate: 1e-3, steps: 30 }
    seeds: [0]
    defaults: { batch: 4, evaluations: 6, train: 64, dev: 8, test: 16 }

    """

  private func run(_ scratch: Scratch, _ database: String) throws -> Program.Result {
    try Program.run("run", "a.grid", "--db", database, "--jobs", "1", in: scratch)
  }

  @Test func killedTrialsGoOnInTheirMiddle() throws {
    let scratch = try Scratch()
    try scratch.write(Self.grid, to: "a.grid")
    #expect(try run(scratch, "whole.sqlite").status == 0)
    // The second evaluation of the first trial, then the second of the second trial.
    for count in [2, 6] {
      let running = try RunningProgram(
        ["run", "a.grid", "--db", "r.sqlite", "--jobs", "1"], in: scratch)
      #expect(running.waits(for: count, linesWith: "  dev "), "\(count)")
      running.signal(SIGKILL)
      #expect(running.finish().status == SIGKILL)
    }
    let last = try run(scratch, "r.sqlite")
    #expect(last.status == 0, "\(last.err)")
    // What was evaluated before is not evaluated again.
    #expect(!last.err.contains("step 5  dev") && !last.err.contains("step 10  dev"))
    let (whole, report) = (
      try StoredReport(of: "whole.sqlite", in: scratch),
      try StoredReport(of: "r.sqlite", in: scratch)
    )
    #expect(try report.withoutTimes() == whole.withoutTimes())
    #expect(
      !FileManager.default.fileExists(
        atPath: scratch.url.appendingPathComponent("r.sqlite.checkpoints").path))
    for database in ["whole.sqlite", "r.sqlite"] {
      let made = try Program.run(
        "replay", "optimizer=zo-sgd", "--db", database, "--out", "made-\(database)", in: scratch)
      #expect(made.status == 0 && made.out.contains("equal to the trained weights"), "\(made.err)")
    }
    #expect(
      try scratch.data("made-r.sqlite/model.safetensors")
        == scratch.data("made-whole.sqlite/model.safetensors"))
  }

  @Test func replayWritesWhatTheRunExported() throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.zerothOrder, SmallGrid.adam), to: "a.grid")
    let run = try Program.run(
      "run", "a.grid", "--db", "r.sqlite", "--export", "trained", in: scratch)
    #expect(run.status == 0, "\(run.err)")
    let name = "tiny-opt / mini-sst2 / ft / zo-sgd"
    let best = try Program.run(
      "replay", name, "--db", "r.sqlite", "--to", "best", "--out", "best", in: scratch)
    #expect(best.status == 0, "\(best.err)")
    let made = try scratch.data("best/model.safetensors")
    let exports = try FileManager.default.contentsOfDirectory(
      atPath: scratch.url.appendingPathComponent("trained").path)
    let exported = try exports.map { try scratch.data("trained/\($0)/model.safetensors") }
    #expect(exported.contains(made))
    let early = try Program.run(
      "replay", name, "--db", "r.sqlite", "--to", "3", "--out", "early", in: scratch)
    #expect(early.status == 0 && early.out.contains("3 steps"))
    #expect(try scratch.data("early/model.safetensors") != made)
  }

  @Test func whatCannotBeMadeAgainIsSaid() throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.zerothOrder, SmallGrid.firstOrder), to: "a.grid")
    #expect(try Program.run("run", "a.grid", "--db", "r.sqlite", in: scratch).status == 0)
    func refusal(_ arguments: String...) throws -> Program.Result {
      let running = try RunningProgram(
        ["replay"] + arguments + ["--db", "r.sqlite", "--out", "x"], in: scratch)
      return running.finish()
    }
    let gradients = try refusal("optimizer=fo-sgd")
    #expect(gradients.status == 66 && gradients.err.contains("in none"))
    let unknown = try refusal("tiny-opt / rte / ft / zo-sgd")
    #expect(unknown.status == 66 && unknown.err.contains("tiny-opt / mini-sst2 / ft / zo-sgd"))
    let several = try refusal("task=mini-sst2")
    #expect(several.status == 65 && several.err.contains("2 runs"))
    let late = try refusal("optimizer=zo-sgd", "--to", "25")
    #expect(late.status == 65 && late.err.contains("24 steps"))
    let trial = try refusal("optimizer=zo-sgd", "--trial", "3")
    #expect(trial.status == 66 && trial.err.contains("logs of 1"))
    #expect(try refusal("optimizer=zo-sgd", "--to", "soon").status == 64)
    #expect(
      !FileManager.default.fileExists(
        atPath: scratch.url.appendingPathComponent("x").path))
  }
}
