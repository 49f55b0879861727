import Foundation
import Reports
import Testing
import Vocabulary

/// The time left of a grid, and the counts beside it.
@Suite struct StudyStatusTests {
  private static let sgd = cell(Component("zo-sgd"))
  private static let adam = cell(Component("fo-adam"))

  private func entry(
    _ cell: Cell, _ seed: Int, _ state: PlanState, flops: Double
  ) -> PlanEntry {
    let seeded = SeededCell(cell, seed: seed)
    let digest = ContentDigest(of: "same")
    return PlanEntry(
      cell: seeded, identity: Identity(of: seeded, data: digest, model: digest), state: state,
      training: MemoryProfile(), evaluation: MemoryProfile(), steps: 10, flops: flops,
      cost: StepCost())
  }

  private func running(_ entry: PlanEntry, step: Int, alive: Bool = true) -> RunActivity {
    RunActivity(
      cell: entry.cell, identity: entry.identity,
      holder: .init(host: "here", process: 7, isAlive: alive), started: "2026-01-01T00:00:00Z",
      news: TrialNews(
        trial: 0, trials: 1, step: step, steps: 10, loss: 0.5, spent: StepCost(forwards: 20)),
      heard: "2026-01-01T00:00:30Z")
  }

  @Test func aShortLineSaysWhereARunIs() {
    let activity = running(entry(Self.sgd, 0, .new, flops: 1), step: 5)
    let soon = StudyStatus(of: "r", [activity], [], now: now).running[0]
    #expect(StatusText.brief(soon) == "step 5/10, loss 0.5000")
    let later = StudyStatus(of: "r", [activity], [], now: now.addingTimeInterval(60)).running[0]
    #expect(StatusText.brief(later).hasSuffix(", silent for 1 min 10 s"))
  }

  private let now = Date(timeIntervalSince1970: 1_767_225_640)

  @Test func timeIsThatOfRunsAlike() throws {
    // The fixture's trial takes 212.75 s.
    let done = run(
      Self.sgd, seed: 0, accuracy: 0.9, trial: trial(forecast: 1, measured: 1))
    let half = entry(Self.sgd, 1, .skipped("a process has it"), flops: 100)
    let entries = [
      entry(Self.sgd, 0, .done, flops: 100), half, entry(Self.adam, 0, .new, flops: 50),
    ]
    let status = StudyStatus(
      of: "r.sqlite", [running(half, step: 5)], [done], entries: entries, now: now)
    let grid = try #require(status.grid)
    let counts = [grid.runs, grid.done, grid.running, grid.open, grid.skipped]
    #expect(counts == [3, 1, 1, 1, 0])
    // Half of a run like the measured one, and one of half its FLOPs.
    #expect(abs(try #require(grid.secondsLeft) - 212.75) < 1e-9)
    #expect(status.running.first?.secondsSinceNews == 10 && status.isAtWork)
    #expect(status.outcomes == ["completed": 1])
    let text = StatusText(status).text
    #expect(
      text.contains("trial 1/1, step 5/10, 50.0 %; 20 forwards; loss 0.5000; updated 10 s ago"))
  }

  @Test func withoutMeasuredRunsTheRunningOneTells() throws {
    let half = entry(Self.sgd, 1, .skipped("a process has it"), flops: 100)
    let open = entry(Self.adam, 0, .new, flops: 50)
    let status = StudyStatus(
      of: "r.sqlite", [running(half, step: 8)], [], entries: [half, open], now: now)
    // 40 s for 80 %.
    #expect(abs(try #require(status.grid?.secondsLeft) - 10) < 1e-9)
    #expect(status.grid?.unforecast == 1)
  }

  @Test(arguments: [
    (1, "Time left: unknown; the open run resembles no measured one"),
    (6, "Time left: unknown; none of the 6 open runs resembles a measured one"),
  ])
  func withoutAnyMeasurementTimeIsUnknown(_ runs: Int, _ words: String) {
    let open = (0..<runs).map { entry(Self.sgd, $0, .new, flops: 100) }
    let text = StatusText(StudyStatus(of: "r.sqlite", [], [], entries: open, now: now)).text
    #expect(text.contains(words), "\(text)")
  }

  @Test func staleClaimsAreOpen() {
    let left = entry(Self.sgd, 1, .retry(.interrupted), flops: 100)
    let status = StudyStatus(
      of: "r.sqlite", [running(left, step: 8, alive: false)], [], entries: [left], now: now)
    #expect(!status.isAtWork && status.grid?.open == 1 && status.grid?.running == 0)
    #expect(StatusText(status).text.contains("left  tiny-opt"))
  }
}
