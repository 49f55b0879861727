import Storage
import Testing
import Vocabulary

struct ClaimTests {
  let scratch: Scratch
  let cell = seededCell()

  init() throws { scratch = try Scratch() }

  private func claim(_ store: ResultStore) throws -> Bool {
    try store.claim(cell, identity(of: cell), machine: machine)
  }

  @Test func onlyOneOfTwoStoresGetsTheRun() throws {
    let (first, second) = (try scratch.store(), try scratch.store())
    #expect(try claim(first))
    #expect(try !claim(second))
    #expect(try first.results().isEmpty)
    guard case .skipped(let reason) = try second.state(of: identity(of: cell)) else {
      Issue.record("a run in progress must be skipped")
      return
    }
    #expect(reason.contains("process \(Claimant.current.process) on \(Claimant.current.host)"))
  }

  @Test func endedRunsAreNotClaimedAgain() throws {
    let store = try scratch.store()
    #expect(try claim(store))
    try store.record(result())
    #expect(try !claim(store))
    #expect(try store.storedMachine(of: identity(of: cell)) == machine)
  }

  @Test func failedRunsAreClaimedAgainWithoutTheirFailedTrials() throws {
    let store = try scratch.store()
    try store.record(
      result(outcome: .interrupted, trials: [trial(), trial(.interrupted)]), machine: machine)
    #expect(try store.state(of: identity(of: cell)) == .retry(.interrupted))
    #expect(try claim(store))
    #expect(try store.finishedTrials(of: identity(of: cell)) == [0: trial()])
  }

  @Test func claimsOfDeadProcessesAreTakenOverWithTheirTrials() throws {
    let dead = try store(scratch, as: ghost())
    #expect(try claim(dead))
    try dead.record(trial: trial(rate: 1e-7), index: 1, of: identity(of: cell))
    let living = try scratch.store()
    #expect(try living.state(of: identity(of: cell)) == .retry(.interrupted))
    #expect(try claim(living))
    #expect(try living.finishedTrials(of: identity(of: cell)) == [1: trial(rate: 1e-7)])
  }

  @Test func aProcessWithTheSameNumberIsNotTheSameProcess() throws {
    var recycled = Claimant.current
    recycled.start = ghost().start
    #expect(try claim(store(scratch, as: recycled)))
    #expect(try claim(scratch.store()))
  }

  @Test func claimsOfOtherHostsStandUntilReleased() throws {
    #expect(try claim(store(scratch, as: ghost(host: "elsewhere"))))
    let here = try scratch.store()
    #expect(try !claim(here))
    try here.release(identity(of: cell))
    #expect(try claim(here))
  }

  @Test func trialsNeedAClaim() throws {
    let problem = #expect(throws: StorageProblem.self) {
      try scratch.store().record(trial: trial(), index: 0, of: identity(of: cell))
    }
    #expect(problem?.exitCode == 70)
  }

  @Test func anInterruptedEndKeepsTrialsThatItDoesNotMention() throws {
    let store = try scratch.store()
    #expect(try claim(store))
    try store.record(trial: trial(), index: 0, of: identity(of: cell))
    try store.record(result(outcome: .interrupted, trials: []))
    #expect(try store.finishedTrials(of: identity(of: cell)) == [0: trial()])
  }
}
