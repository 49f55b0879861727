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
}
