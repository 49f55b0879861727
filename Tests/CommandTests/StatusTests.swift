import Foundation
import Testing

/// `zobench status` from beside a run, after a killed one, and after the end.
@Suite(.tags(.process)) struct StatusTests {
  private static let long = "zo-sgd: { learningRate: 1e-6, epsilon: 1e-3, steps: 20000 }"

  private func status(
    _ arguments: String..., in scratch: Scratch
  ) throws -> [String: Any] {
    let running = try RunningProgram(["status", "r.sqlite", "--json"] + arguments, in: scratch)
    let result = running.finish()
    #expect(result.status == 0, "\(result.err)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(result.out.utf8)) as? [String: Any])
  }

  @Test func runningCellsAreSeenFromOutside() throws {
    let scratch = try Scratch()
    try scratch.write(
      SmallGrid.text(SmallGrid.firstOrder, Self.long), to: "a.grid")
    let run = try RunningProgram(
      ["run", "a.grid", "--db", "r.sqlite", "--jobs", "1", "--threads", "1"], in: scratch)
    #expect(run.waits(for: 1, linesWith: "[1/2]"))
    let first = try news(in: scratch, while: run)
    #expect(first["steps"] as? Int == 20_000 && first["isStale"] as? Bool == false)
    let passes = try #require(first["forwardPasses"] as? Int)
    #expect(try passes == 2 * #require(first["step"] as? Int) && first["loss"] is Double)
    let seen = try status("--grid", "a.grid", in: scratch)
    #expect(seen["outcomes"] as? [String: Int] == ["completed": 1])
    let grid = try #require(seen["grid"] as? [String: Any])
    #expect(grid["done"] as? Int == 1 && grid["running"] as? Int == 1 && grid["open"] as? Int == 0)
    #expect(try #require(grid["secondsLeft"] as? Double) > 0)
    run.signal(SIGKILL)
    _ = run.finish()
    let left = try status("--grid", "a.grid", in: scratch)
    let stale = try #require((left["running"] as? [[String: Any]])?.first)
    #expect(stale["isStale"] as? Bool == true)
    #expect((left["grid"] as? [String: Any])?["open"] as? Int == 1)
    let text = try Program.run("status", "r.sqlite", "--grid", "a.grid", in: scratch)
    #expect(text.out.contains("left  tiny-opt / mini-sst2 / ft / zo-sgd"), "\(text.out)")
    #expect(text.out.contains("1 ended: 1 completed"))
  }

  /// The running cell, when it has told where it stands.
  private func news(
    in scratch: Scratch, while run: RunningProgram
  ) throws -> [String: Any] {
    while run.isRunning {
      let running = try status(in: scratch)["running"] as? [[String: Any]]
      if let cell = running?.first, cell["step"] is Int { return cell }
    }
    throw RunEnded(text: run.errorText)
  }

  private struct RunEnded: Error { var text: String }

  @Test func withoutADatabaseItIs66() throws {
    let result = try Program.run("status", in: Scratch())
    #expect(result.status == 66 && result.err.contains("results.sqlite"))
  }
}
