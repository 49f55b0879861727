import Foundation
import Testing

@Suite(.tags(.process)) struct GridFileTests {
  @Test func threeMistakesAreThreePositions() throws {
    let scratch = try Scratch()
    try scratch.write(
      """
      zobench: 1
      name: wrong
      models: [tiny-opt]
      tasks: [mini-sst3]
      schemes: [ft]
      optimizers:
        - zo-sgdd: { learningRate: 1e-2 }
        - fo-sgd: { lerningRate: 1e-2 }
      seeds: [0]
      defaults: { batch: 8, steps: 4, evaluations: 2, train: 64, dev: 16, test: 32 }
      """, to: "wrong.grid")
    for command in ["run", "plan"] {
      let result = try Program.run(command, "wrong.grid", "--db", "r.sqlite", in: scratch)
      #expect(result.status == 65)
      for place in ["wrong.grid:4:9", "wrong.grid:7:5", "wrong.grid:8:15"] {
        #expect(result.err.contains(place), "\(place) in \(result.err)")
      }
      for nearest in ["'mini-sst2'", "'zo-sgd'", "'learningRate'"] {
        #expect(result.err.contains("did you mean \(nearest)?"))
      }
      #expect(throws: (any Error).self) { try scratch.data("r.sqlite") }
    }
  }

  @Test func twelveWrongValuesAreTwelvePositions() throws {
    let scratch = try Scratch()
    try scratch.write(
      """
      zobench: 1
      models: [tiny-opt]
      tasks:
        - mini-sst2: { dev: 0 }
      schemes:
        - lora: { rank: 0 }
      optimizers:
        - zo-sgd: { learningRate: -1, queries: 0 }
        - zo-sgd: { epsilon: 0, sides: three }
        - zo-sgd: { directions: cauchy }
      seeds: [0]
      defaults:
        weights: f33
        compute: f8
        objective: acuracy
        calibration: much
        batch: 0
      """, to: "wrong.grid")
    let result = try Program.run("plan", "wrong.grid", in: scratch)
    #expect(result.status == 65)
    let places = [
      "4:23", "6:19", "8:29", "8:42", "9:24", "9:34", "10:27", "13:12", "14:12", "15:14",
      "16:16", "17:10",
    ]
    for place in places {
      let line = result.err.split(separator: "\n").first { $0.contains("wrong.grid:\(place): ") }
      #expect(line != nil, "\(place) in \(result.err)")
      #expect(line?.contains("must be") == true || line?.contains("use one of") == true)
    }
    #expect(result.err.components(separatedBy: "wrong.grid:").count - 1 == places.count)
  }

  /// A command's setting is checked by the grid's rules, and before anything is planned.
  @Test func computeOfTheCommandIsChecked() throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.firstOrder), to: "small.grid")
    for command in ["plan", "run"] {
      let result = try Program.run(command, "small.grid", "--compute", "f8", in: scratch)
      #expect(result.status == 65)
      #expect(result.err.contains("small.grid: --compute: 'compute' is f8; it must be f32 or bf16"))
    }
  }

  @Test func whatDoesNotGoTogetherIsReportedAtOnce() throws {
    let scratch = try Scratch()
    try scratch.write(
      """
      zobench: 1
      models: [tiny-opt]
      tasks: [mini-sst2, mini-copa]
      schemes: [ft]
      optimizers:
        - zo-sgd
        - fo-sgd: { objective: accuracy }
        - zo-adam: { objective: f1 }
      seeds: [0, 1]
      defaults: { batch: 8, steps: 4, evaluations: 2, train: 64, dev: 16, test: 32 }
      """, to: "wrong.grid")
    for command in ["plan", "run"] {
      let result = try Program.run(command, "wrong.grid", "--db", "r.sqlite", in: scratch)
      #expect(result.status == 65)
      #expect(result.err.contains("optimizer fo-sgd: needs derivatives"), "\(result.err)")
      #expect(result.err.contains("in 2 cells:"))
      for task in ["mini-sst2", "mini-copa"] {
        #expect(result.err.contains("task '\(task)': generates no answers"))
      }
    }
  }

  @Test func missingGridIs66() throws {
    let result = try Program.run("run", "none.grid", in: Scratch())
    #expect(result.status == 66)
    #expect(result.err.contains("none.grid"))
  }

  @Test func filterWithoutMatchIs66() throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.firstOrder), to: "small.grid")
    let result = try Program.run("plan", "small.grid", "--only", "optimizer=zo-*", in: scratch)
    #expect(result.status == 66)
    #expect(result.err.contains("matches no cell"))
  }

  @Test func nothingWithinTheMemoryBudgetIs3() throws {
    let scratch = try Scratch()
    let grid = SmallGrid.text(SmallGrid.firstOrder).replacing("seeds: [0]", with: "seeds: [0, 1]")
    try scratch.write(grid, to: "small.grid")
    let result = try Program.run(
      "run", "small.grid", "--memory-budget", "1MiB", in: scratch)
    #expect(result.status == 3)
    let skipped = result.err.split(separator: "\n").filter { $0.hasPrefix("skipped: ") }
    #expect(!skipped.isEmpty && skipped.allSatisfy { $0.contains(", seed") }, "\(result.err)")
    #expect(skipped.count == Set(skipped).count)
    // Nothing is stored to look at.
    #expect(!result.err.contains("results are in"), "\(result.err)")
  }
}
