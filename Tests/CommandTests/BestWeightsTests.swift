import Foundation
import Testing

/// The best weights wait on disk without a name: nobody finds them, and nothing is left of them.
@Suite("Best weights", .tags(.process))
struct BestWeightsTests {
  private static let grid = """
    zobench: 1
    name: long
    models: [tiny-opt]
    tasks: [mini-sst2]
    schemes: [ft]
    optimizers:
      - zo-sgd: { learningRate: 1e-2, epsilon: 1e-3, steps: 400 }
    seeds: [0]
    defaults: { batch: 4, evaluations: 40, train: 64, dev: 8, test: 16 }

    """

  @Test("are in no directory while a trial runs, nor after it was killed")
  func nameless() throws {
    let scratch = try Scratch()
    try scratch.write(Self.grid, to: "a.grid")
    try scratch.write("", to: "temporary/kept")
    let places = ["TMPDIR": scratch.url.appendingPathComponent("temporary").path]
    let running = try RunningProgram(
      ["run", "a.grid", "--db", "r.sqlite", "--jobs", "1"], in: scratch, environment: places)
    #expect(running.waits(for: 3, linesWith: "  dev "))
    running.signal(SIGKILL)
    #expect(running.finish().status == SIGKILL)
    let left = try FileManager.default.contentsOfDirectory(atPath: places["TMPDIR"] ?? "")
    #expect(left == ["kept"])
    let again = try RunningProgram(
      ["run", "a.grid", "--db", "r.sqlite", "--jobs", "1"], in: scratch, environment: places
    ).finish()
    #expect(again.status == 0, "\(again.err)")
  }
}
