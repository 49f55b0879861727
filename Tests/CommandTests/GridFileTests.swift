import Foundation
import Testing

@Suite struct GridFileTests {
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

  @Test func missingGridIs66() throws {
    let result = try Program.run("run", "none.grid", in: Scratch())
    #expect(result.status == 66)
    #expect(result.err.contains("none.grid"))
  }

  @Test func filterWithoutMatchIs65() throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.firstOrder), to: "small.grid")
    let result = try Program.run("plan", "small.grid", "--only", "optimizer=zo-*", in: scratch)
    #expect(result.status == 65)
    #expect(result.err.contains("matches no cell"))
  }

  @Test func nothingWithinTheMemoryBudgetIs3() throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.firstOrder), to: "small.grid")
    let result = try Program.run(
      "run", "small.grid", "--memory-budget", "1MiB", in: scratch)
    #expect(result.status == 3)
    #expect(result.err.contains("skipped"))
  }
}
