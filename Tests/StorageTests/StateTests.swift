import Storage
import Testing
import Vocabulary

struct StateTests {
  let scratch: Scratch
  let store: ResultStore
  let cell = seededCell()

  init() throws {
    scratch = try Scratch()
    store = try scratch.store()
  }

  @Test func unknownRunsAreNew() throws {
    #expect(try store.state(of: identity(of: cell)) == .new)
  }

  @Test(arguments: [
    Outcome.completed, .diverged(step: 1, lastFiniteLoss: nil), .outOfMemory(needed: 2, limit: 1),
  ])
  func finalRunsAreDone(_ outcome: Outcome) throws {
    try store.record(result(outcome: outcome))
    #expect(try store.state(of: identity(of: cell)) == .done)
  }

  @Test func failedRunsAreRetried() throws {
    try store.record(result(outcome: .failed(message: "no disk")))
    #expect(try store.state(of: identity(of: cell)) == .retry(.failed(message: "no disk")))
  }

  @Test func changedDataAndSemanticsAreStale() throws {
    try store.record(result())
    let changed = identity(of: cell, data: "other", semantics: 2)
    #expect(
      try store.state(of: changed)
        == .stale(["the data changed", "training semantics 1, now 2"]))
  }

  @Test func whatNeverEndedMakesNothingStale() throws {
    try store.record(result(outcome: .interrupted))
    #expect(try store.state(of: identity(of: cell, data: "other")) == .new)
  }

  @Test func manyAtOnceAreAsOneByOne() throws {
    try store.record(result(seededCell(1)))
    try store.record(result(seededCell(2), outcome: .interrupted))
    let identities =
      (0..<3).map { identity(of: seededCell($0)) } + [identity(of: seededCell(1), data: "x")]
    let states = try store.states(of: identities)
    #expect(states == [.new, .done, .retry(.interrupted), .stale(["the data changed"])])
    #expect(try states == identities.map { try store.state(of: $0) })
  }
}
