import Foundation
import GRDB
import Storage
import Testing
import Vocabulary

struct StorageObserverTests {
  let scratch: Scratch
  let cell = seededCell()

  init() throws { scratch = try Scratch() }

  @Test func trialsAreStoredBeforeTheirRunEnds() throws {
    let store = try scratch.store()
    let observer = StorageObserver(store, machine: machine)
    let identity = identity(of: cell)
    #expect(try store.claim(cell, identity, machine: machine))
    observer.observe(.runStarted(cell, identity))
    observer.observe(.trialFinished(cell, identity, trial: 0, trial()))
    #expect(try store.finishedTrials(of: identity) == [0: trial()])
    #expect(try store.results().isEmpty)
    observer.observe(.runFinished(result(cell)))
    #expect(try store.results() == [result(cell)])
    #expect(observer.failure == nil)
  }

  @Test func theFirstFailureIsRemembered() throws {
    let observer = StorageObserver(try scratch.store(), machine: machine)
    observer.observe(.trialFinished(cell, identity(of: cell), trial: 0, trial()))
    observer.observe(.runFinished(result(cell)))
    #expect(observer.failure?.description.contains("was not claimed") == true)
  }

  private func progress(_ start: Int, _ log: [UInt8]) -> RunEvent {
    .progressed(
      cell, identity(of: cell), trial: 0,
      TrialProgress(result: trial(.interrupted), start: start, log: log))
  }

  @Test func aFailedWriteLeavesNoHole() throws {
    let store = try scratch.store()
    let observer = StorageObserver(store, machine: machine)
    #expect(observer.claim(cell, identity(of: cell)))
    observer.observe(progress(0, [1]))
    let other = try DatabaseQueue(path: scratch.path)
    try other.write {
      try $0.execute(
        sql: "CREATE TRIGGER f BEFORE INSERT ON stepLog BEGIN SELECT RAISE(ABORT, 'full'); END")
    }
    observer.observe(progress(1, [2]))
    observer.observe(progress(2, [3]))
    #expect(observer.failure?.exitCode == 74)
    #expect(observer.isStuck)
    #expect(!observer.claim(seededCell(1), identity(of: seededCell(1))))
    try other.write { try $0.execute(sql: "DROP TRIGGER f") }
    observer.observe(.trialFinished(cell, identity(of: cell), trial: 0, trial()))
    #expect(observer.failure == nil)
    #expect(!observer.isStuck)
    #expect(try store.progress(of: identity(of: cell))[0]?.log == [1, 2, 3])
    #expect(try store.finishedTrials(of: identity(of: cell)) == [0: trial()])
  }

  @Test func aRunWhoseEndCannotBeStoredIsStoredLater() throws {
    let store = try scratch.store()
    let observer = StorageObserver(store, machine: machine)
    #expect(observer.claim(cell, identity(of: cell)))
    let elsewhere = scratch.file("elsewhere.sqlite")
    try FileManager.default.moveItem(atPath: scratch.path, toPath: elsewhere)
    observer.observe(.runFinished(result(cell)))
    #expect(observer.failure == .replaced(path: store.path))
    #expect(observer.isStuck)
    try FileManager.default.moveItem(atPath: elsewhere, toPath: scratch.path)
    observer.flush()
    #expect(observer.failure == nil)
    #expect(try store.results() == [result(cell)])
  }
}
