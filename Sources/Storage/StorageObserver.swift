import Synchronization
import Vocabulary

/// Stores trials and runs as they end, and how far unfinished trials have come.
///
/// A run goes on when storing fails; the first failure is kept for the command to report.
package final class StorageObserver: RunObserver {
  private let store: ResultStore
  private let machine: Machine
  private let firstFailure = Mutex<StorageProblem?>(nil)
  private let due = Mutex<[Identity: ContinuousClock.Instant]>([:])

  /// Between two pieces of news of one run, at least; and twenty times as long as storing takes.
  private static let silence = Duration.seconds(2)

  package init(_ store: ResultStore, machine: Machine) {
    self.store = store
    self.machine = machine
  }

  /// The first thing that could not be stored; nil as long as everything was.
  package var failure: StorageProblem? { firstFailure.withLock { $0 } }

  package func observe(_ event: RunEvent) {
    do throws(StorageProblem) {
      switch event {
      case .trialFinished(_, let identity, let index, let trial):
        try store.record(trial: trial, index: index, of: identity)
      case .progressed(_, let identity, let index, let progress):
        try store.record(progress, index: index, of: identity)
      case .runFinished(let result):
        try store.record(result, machine: machine)
        due.withLock { $0[result.identity] = nil }
      case .stepped(_, let identity, let news): try tell(news, of: identity)
      case .runStarted, .trialStarted, .evaluated, .found, .exported, .warned: break
      }
    } catch {
      // Of a run that another process has taken over, nothing is to be stored.
      if case .lost = error { return }
      firstFailure.withLock { $0 = $0 ?? error }
    }
  }

  /// Stores news of a run, but seldom.
  private func tell(_ news: TrialNews, of identity: Identity) throws(StorageProblem) {
    let start = ContinuousClock.now
    guard due.withLock({ $0[identity].map { $0 <= start } ?? true }) else { return }
    try store.record(news, of: identity)
    let end = ContinuousClock.now
    let taken = start.duration(to: end)
    due.withLock { $0[identity] = end + max(Self.silence, taken * 20) }
  }
}
