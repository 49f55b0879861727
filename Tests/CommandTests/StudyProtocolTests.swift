import Foundation
import Testing

/// A study by the keys of the protocol: relative rates, searches at seeds of their own that widen
/// at an edge and go on with an own parameter, read-outs at a smaller budget, controls with other
/// directions and with twice the passes, a budget of operations.
@Suite(.tags(.process)) struct StudyProtocolTests {
  private static let grid = """
    zobench: 1
    name: protocol
    models: [tiny-opt]
    tasks: [mini-sst2]
    schemes: [ft, zero-shot]
    optimizers:
      - zo-sgd
      - fo-adam
      - zo-sgd: { keys: 1 }
      - zo-sgd: { forwards: 120 }
      - zo-adam: { forwards: 0, budget: { flops: 3e10 }, readOut: [2] }
    seeds: [11, 12]
    defaults:
      forwards: 60
      readOut: [30]
      evaluations: 2
      train: 40
      dev: 20
      test: 20
      selectBy: loss
      tuneSeeds: [101]
    tune:
      - learningRate: { relative: [1e-4, 1e-3], points: 2, extend: 1 }
      - { optimizer: zo-adam, then: { epsilon: [1e-4, 1e-2] } }
    """

  @Test func aStudyRunsOnceAndItsRulesHold() throws {
    let scratch = try Scratch()
    try scratch.write(Self.grid, to: "p.grid")
    let first = try Program.run("run", "p.grid", "p.sqlite", in: scratch)
    #expect(first.status == 0, "\(first.err)")
    // Five cells at two seeds, and the search of each; zero-shot at both seeds.
    #expect(first.err.contains("17 of 17 runs to do"), "\(first.err)")
    let again = try Program.run("run", "p.grid", "p.sqlite", in: scratch)
    #expect(again.err.contains("0 of 17 runs to do"), "\(again.err)")
    let verified = try Program.run("verify", "p.sqlite", in: scratch)
    #expect(verified.status == 0, "\(verified.out)")
    for table in [
      "contrasts", "tuning", "study", "budgets", "curves", "endpoints", "failures", "versus",
    ] {
      let report = try Program.run("report", "p.sqlite", "--table", table, in: scratch)
      #expect(report.status == 0 && report.out.contains("zo-sgd"), "\(table): \(report.out)")
      // The control keeps the baseline's name free.
      #expect(table == "failures" || report.out.contains("forwards=120"), "\(report.out)")
    }
    let adam = try Program.run("show", "optimizer=zo-adam", "p.sqlite", in: scratch)
    #expect(adam.out.contains("epsilon") && adam.out.contains("0.01"), "\(adam.out)")
    let shown = try Program.run("show", "optimizer=fo-adam", "p.sqlite", in: scratch)
    // The search tried both rates, and one more beyond the better one.
    #expect(shown.out.contains("{relative: 0.01}"), "\(shown.out)")
  }

  @Test func aPlanSaysWhatItWillFind() throws {
    let scratch = try Scratch()
    try scratch.write(
      Self.grid.replacing("[mini-sst2]", with: "[mini-sst2, mini-copa]")
        .replacing("[11, 12]", with: "[11, 12, 13]"), to: "p.grid")
    let plan = try Program.run("plan", "p.grid", "--db", "none.sqlite", in: scratch)
    let line = "Power against zo-sgd under ft: "
    #expect(plan.status == 0 && plan.out.contains(line), "\(plan.out)\(plan.err)")
    let power = try Program.run("plan", "p.grid", "--power", "--json", in: scratch)
    #expect(power.out.contains("\"unit\" : \"seeds\""), "\(power.out)")
    #expect(power.out.contains("\"contrasts\" : 4"))
    let missing = try Program.run(
      "plan", "p.grid", "--power", "--spread", "none.sqlite", in: scratch)
    #expect(missing.status == 66, "\(missing.err)")
  }

  @Test func twoBudgetsAtOnceAreRefused() throws {
    let scratch = try Scratch()
    try scratch.write(
      Self.grid.replacing("forwards: 0, budget", with: "budget"), to: "p.grid")
    let plan = try Program.run("plan", "p.grid", "--db", "none.sqlite", in: scratch)
    #expect(plan.status == 65)
    #expect(plan.err.contains("'forwards' and 'budget' both decide the steps"), "\(plan.err)")
  }
}
