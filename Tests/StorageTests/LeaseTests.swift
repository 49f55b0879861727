import Foundation
import Storage
import Testing
import Vocabulary

/// Claims that end unless they are renewed, and writers whose claim was taken.
struct LeaseTests {
  let scratch: Scratch
  let cell = seededCell()
  private static let lease = 0.3

  init() throws { scratch = try Scratch() }

  private func store(_ host: String) throws -> ResultStore {
    try ResultStore(
      path: scratch.path, mode: .readWrite, migrations: Schema.migrations,
      claimant: ghost(host: host), lease: Self.lease)
  }

  private func claim(_ store: ResultStore) throws -> Bool {
    try store.claim(cell, identity(of: cell), machine: machine)
  }

  /// Lets the database's time pass for a store that is open.
  private func wait(_ seconds: Double, in store: ResultStore) throws {
    _ = try store.claims(of: [])
    Thread.sleep(forTimeInterval: seconds)
  }

  @Test func aSilentHostsRunIsTakenOverAndItsWritesAreFenced() throws {
    let (dead, living) = (try store("n0"), try store("n1"))
    #expect(try claim(dead))
    try dead.record(trial: trial(rate: 1e-7), index: 1, of: identity(of: cell))
    #expect(try !claim(living))
    try wait(1.2 * Self.lease, in: living)
    #expect(try living.state(of: identity(of: cell)) == .retry(.interrupted))
    #expect(try claim(living))
    #expect(try living.finishedTrials(of: identity(of: cell)) == [1: trial(rate: 1e-7)])
    // The first host comes back.
    for write in [
      { try dead.record(trial: trial(), index: 0, of: identity(of: cell)) },
      { try dead.record(result()) },
      {
        let progress = TrialProgress(result: trial(.interrupted), log: [1])
        try dead.record(progress, index: 0, of: identity(of: cell))
      },
    ] {
      let problem = #expect(throws: StorageProblem.self) { try write() }
      #expect(problem?.exitCode == 75)
    }
    #expect(dead.hasLost(identity(of: cell)) && !living.hasLost(identity(of: cell)))
    try living.record(result())
    #expect(try living.results() == [result()])
    // Beginnings within one second have no order.
    #expect(Set(try living.attempts().map(\.outcome)) == ["lost", "completed"])
  }

  /// What a process had when it was killed is known, so that it can be tried last.
  @Test func aRunWhoseProcessWentAwayIsAbandonedUntilItIsTakenOver() throws {
    let (dead, living) = (try store("n0"), try store("n1"))
    let identities = [identity(of: cell)]
    #expect(try living.abandoned(among: identities).isEmpty)
    #expect(try isHeld(by: dead, seenFrom: living))
    try wait(1.2 * Self.lease, in: living)
    #expect(try living.abandoned(among: identities) == Set(identities))
    #expect(try living.abandoned(among: []).isEmpty)
    // The process of this store is none, as its own host would see.
    #expect(try isHeld(by: living, seenFrom: dead))
  }

  /// Whether what is claimed now is not abandoned; a machine may be slower than a lease.
  private func isHeld(by store: ResultStore, seenFrom other: ResultStore) throws -> Bool {
    let begun = ContinuousClock.now
    guard try claim(store) else { return false }
    let isAlive = try other.abandoned(among: [identity(of: cell)]).isEmpty
    return isAlive || begun.duration(to: .now) > .seconds(Self.lease)
  }

  @Test func aRenewedClaimStands() throws {
    let (working, other) = (try store("n0"), try store("n1"))
    #expect(try claim(working))
    let before = try other.claims(of: [identity(of: cell)])[identity(of: cell)]
    for _ in 0..<4 {
      try wait(0.5 * Self.lease, in: other)
      try working.renewLeases()
    }
    #expect(try !claim(other))
    let after = try #require(try other.claims(of: [identity(of: cell)])[identity(of: cell)])
    #expect(after.isRenewed(since: before) && after.left > 0 && !after.isSeen)
    try working.record(result())
    #expect(try working.results() == [result()])
  }

  @Test func renewingTellsOfALostRun() throws {
    let (dead, living) = (try store("n0"), try store("n1"))
    #expect(try claim(dead))
    #expect(try living.release(host: "elsewhere") == 0)
    #expect(try living.release(host: "n0") == 1)
    #expect(try claim(living))
    try dead.renewLeases()
    #expect(dead.hasLost(identity(of: cell)))
    #expect(throws: StorageProblem.self) { try dead.record(result()) }
  }

  /// No time passes for a database that nobody has open, whatever the wall clocks do meanwhile.
  @Test func leasesAreInTheDatabasesOwnTime() throws {
    #expect(try claim(store("n0")))
    Thread.sleep(forTimeInterval: 1.5 * Self.lease)
    #expect(try !claim(store("n1")))
  }

  @Test func anEndedRunCannotBeLost() throws {
    let store = try store("n0")
    #expect(try claim(store))
    try store.record(result())
    try store.renewLeases()
    #expect(!store.hasLost(identity(of: cell)))
  }

  @Test func observersLeaveALostRunAlone() throws {
    let (dead, living) = (try store("n0"), try store("n1"))
    let observer = StorageObserver(dead, machine: machine)
    #expect(try claim(dead))
    #expect(try living.release(host: "n0") == 1)
    observer.observe(.runFinished(result()))
    #expect(observer.failure == nil)
    #expect(try living.state(of: identity(of: cell)) == .retry(.interrupted))
  }

  /// A container has this host's name and may have this boot; its processes are not to be seen.
  @Test func anotherNamespaceOfProcessesIsNotSeen() {
    let here = Claimant.current
    var there = here
    there.start = here.start.replacing("pid:[", with: "pid:[9")
    #expect(there.start == here.start || there.life(seenFrom: here) == .unseen)
    #expect(here.life(seenFrom: here) == .alive)
    #expect(ghost().life(seenFrom: here) == .dead)
    #expect(ghost(host: "n0").life(seenFrom: here) == .unseen)
  }
}
