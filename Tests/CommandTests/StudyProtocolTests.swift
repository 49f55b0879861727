import Foundation
import Testing

/// A study by the keys of the protocol: relative rates, searches at seeds of their own that widen
/// at an edge, read-outs at a smaller budget, a control with other directions.
@Suite(.tags(.process)) struct StudyProtocolTests {
  private static let grid = """
    zobench: 1
    name: protocol
    models: [tiny-opt]
    tasks: [mini-sst2]
    schemes: [ft]
    optimizers: [zo-sgd, fo-adam, { zo-sgd: { keys: 1 } }]
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
    """

  @Test func aStudyRunsOnceAndItsRulesHold() throws {
    let scratch = try Scratch()
    try scratch.write(Self.grid, to: "p.grid")
    let first = try Program.run("run", "p.grid", "p.sqlite", in: scratch)
    #expect(first.status == 0, "\(first.err)")
    // Three cells at two seeds, and the search of each.
    #expect(first.err.contains("9 of 9 runs to do"), "\(first.err)")
    let again = try Program.run("run", "p.grid", "p.sqlite", in: scratch)
    #expect(again.err.contains("0 of 9 runs to do"), "\(again.err)")
    let verified = try Program.run("verify", "p.sqlite", in: scratch)
    #expect(verified.status == 0, "\(verified.out)")
    for table in ["contrasts", "tuning", "study"] {
      let report = try Program.run("report", "p.sqlite", "--table", table, in: scratch)
      #expect(report.status == 0 && report.out.contains("zo-sgd"), "\(table): \(report.out)")
    }
    let shown = try Program.run("show", "optimizer=fo-adam", "p.sqlite", in: scratch)
    // The search tried both rates, and one more beyond the better one.
    #expect(shown.out.contains("{relative: 0.01}"), "\(shown.out)")
  }
}
