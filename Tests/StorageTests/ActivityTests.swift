import Storage
import Testing
import Vocabulary

/// What one process sees of the runs of others.
struct ActivityTests {
  let scratch: Scratch
  let cell = seededCell()
  private let news = TrialNews(
    trial: 1, trials: 2, step: 3, steps: 4, loss: .nan, spent: StepCost(forwards: 6, backwards: 1))

  init() throws { scratch = try Scratch() }

  @Test func claimedRunsAndTheirNewsAreSeen() throws {
    let store = try scratch.store()
    #expect(try store.claim(cell, identity(of: cell), machine: machine))
    let reader = try scratch.store(.readOnly)
    let before = try #require(try reader.activity().first)
    #expect(before.isAlive && before.news == nil && before.heard == before.started)
    try store.record(news, of: identity(of: cell))
    let seen = try #require(try reader.activity().first)
    #expect(seen.news?.share == 0.875 && seen.news?.spent == news.spent)
    #expect(seen.news?.loss.isNaN == true && seen.cell == cell)
    try store.record(result(cell))
    #expect(try reader.activity().isEmpty)
  }

  @Test func claimsOfDeadProcessesAreStale() throws {
    let dead = try store(scratch, as: ghost())
    #expect(try dead.claim(cell, identity(of: cell), machine: machine))
    try dead.record(news, of: identity(of: cell))
    #expect(try scratch.store(.readOnly).activity().map(\.isAlive) == [false])
    // Who takes over begins without news.
    #expect(try scratch.store().claim(cell, identity(of: cell), machine: machine))
    #expect(try scratch.store(.readOnly).activity().map(\.news) == [nil])
  }

  @Test func findingsOfUnfinishedTrialsAreSeen() throws {
    let store = try scratch.store()
    #expect(try store.claim(cell, identity(of: cell), machine: machine))
    let progress = TrialProgress(result: trial(.interrupted), log: [1])
    try store.record(progress, index: 0, of: identity(of: cell))
    #expect(try store.activity().first?.findings == trial().findings)
  }

  @Test func newsOfUnclaimedRunsIsRefused() throws {
    #expect(throws: StorageProblem.self) {
      try scratch.store().record(news, of: identity(of: cell))
    }
  }
}
