import GRDB
import Storage
import Testing
import Vocabulary

/// What is stored of unfinished trials, and the logs of all.
struct ProgressTests {
  let scratch: Scratch
  let cell = seededCell()

  init() throws { scratch = try Scratch() }

  private func claimed(_ claimant: Claimant = .current) throws -> ResultStore {
    let store = try store(scratch, as: claimant)
    #expect(try store.claim(cell, identity(of: cell), machine: machine))
    return store
  }

  private func record(_ store: ResultStore, _ start: Int, _ log: [UInt8]) throws {
    try store.record(
      TrialProgress(result: trial(.interrupted), start: start, log: log), index: 1,
      of: identity(of: cell))
  }

  private var unfinished: TrialResult {
    var trial = trial(.interrupted)
    trial.curve = []
    return trial
  }

  @Test func piecesComeBackAsOne() throws {
    let store = try claimed()
    try record(store, 0, [1, 2, 3])
    try record(store, 3, [4])
    try record(store, 4, [5, 6])
    let found = try store.progress(of: identity(of: cell))
    #expect(found == [1: TrialProgress(result: unfinished, log: [1, 2, 3, 4, 5, 6])])
  }

  @Test func aPieceReplacesWhatWasStoredFromThereOn() throws {
    let store = try claimed()
    try record(store, 0, [1, 2, 3])
    try record(store, 3, [4])
    try record(store, 3, [7, 8])
    #expect(try store.progress(of: identity(of: cell))[1]?.log == [1, 2, 3, 7, 8])
    try record(store, 0, [9])
    #expect(try store.progress(of: identity(of: cell))[1]?.log == [9])
  }

  @Test func aLogWithAGapIsNone() throws {
    let store = try claimed()
    try record(store, 0, [1, 2, 3])
    try record(store, 5, [6])
    #expect(try store.progress(of: identity(of: cell)).isEmpty)
  }

  @Test func aFinishedTrialKeepsItsLog() throws {
    let store = try claimed()
    try record(store, 0, [1, 2, 3])
    try record(store, 3, [4])
    try store.record(trial: trial(), index: 1, of: identity(of: cell))
    let whole = [1: TrialProgress(result: trial(), log: [1, 2, 3, 4])]
    #expect(try store.progress(of: identity(of: cell)) == whole)
    try store.record(result(cell, trials: [trial(), trial()]))
    #expect(try store.progress(of: identity(of: cell)) == whole)
    #expect(try store.knownRuns().map(\.chosen) == [1])
  }

  @Test func whatADeadProcessLeftIsFound() throws {
    try record(claimed(ghost()), 0, [1, 2, 3])
    let living = try claimed()
    #expect(try living.progress(of: identity(of: cell))[1]?.log == [1, 2, 3])
    #expect(try living.finishedTrials(of: identity(of: cell)).isEmpty)
    #expect(try living.knownRuns().map(\.cell.seed) == [cell.seed])
  }

  @Test func progressOfAnUnknownRunIsRefused() throws {
    #expect(throws: StorageProblem.self) { try record(scratch.store(), 0, [1]) }
  }

  @Test func theObserverStoresProgress() throws {
    let store = try claimed()
    let observer = StorageObserver(store, machine: machine)
    observer.observe(
      .progressed(
        cell, identity(of: cell), trial: 0, TrialProgress(result: trial(.interrupted), log: [1])))
    #expect(observer.failure == nil)
    #expect(try store.progress(of: identity(of: cell))[0]?.log == [1])
  }

  @Test(arguments: [
    "UPDATE stepLog SET bytes = x'0102ff' WHERE start = 0",
    "UPDATE progress SET result = replace(result, '12345', '12346')",
    "UPDATE progress SET result = '{}'",
  ])
  func whatHasChangedIsNotBelieved(_ damage: String) throws {
    let store = try claimed()
    try record(store, 0, [1, 2, 3])
    try record(store, 3, [4])
    let other = try DatabaseQueue(path: scratch.path)
    try other.write { try $0.execute(sql: damage) }
    let found = try store.progress(of: identity(of: cell))
    #expect(found == [1: .damaged])
    // The trial that begins again writes a log of its own.
    try record(store, 0, [7, 8])
    #expect(try store.progress(of: identity(of: cell))[1]?.log == [7, 8])
  }

  @Test func aDamagedLogOfAFinishedTrialIsKnown() throws {
    let store = try claimed()
    try record(store, 0, [1, 2, 3])
    try store.record(trial: trial(), index: 1, of: identity(of: cell))
    let other = try DatabaseQueue(path: scratch.path)
    try other.write { try $0.execute(sql: "UPDATE stepLog SET bytes = x'010203ff'") }
    #expect(try store.progress(of: identity(of: cell)) == [1: .damaged])
  }
}
