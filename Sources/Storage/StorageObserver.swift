import Synchronization
import Vocabulary

/// Stores trials and runs as they end, and how far unfinished trials have come.
///
/// A run goes on when storing fails: what is not stored waits and is tried again with the next that
/// is. `failure` is there for as long as something waits, `isStuck` says that no other run should
/// begin.
package final class StorageObserver: RunObserver {
  private let store: ResultStore
  private let machine: Machine
  private let waiting = Mutex<[Identity: Backlog]>([:])
  private let problems = Mutex(Problems())
  private let due = Mutex<[Identity: ContinuousClock.Instant]>([:])

  fileprivate struct Problems {
    /// Why the entries of a run wait.
    var ofRuns: [Identity: StorageProblem] = [:]
    /// Why no run can be claimed.
    var ofClaims: StorageProblem?
    var isStuck = false
  }

  /// Between two pieces of news of one run, at least; and twenty times as long as storing takes.
  private static let silence = Duration.seconds(2)

  package init(_ store: ResultStore, machine: Machine) {
    self.store = store
    self.machine = machine
  }

  /// Why something is not stored; nil as long as everything is.
  package var failure: StorageProblem? {
    problems.withLock {
      $0.ofClaims ?? $0.ofRuns.min { $0.key.digest.hex < $1.key.digest.hex }?.value
    }
  }

  /// Whether the database takes nothing: a run that begins now would be lost.
  package var isStuck: Bool { problems.withLock { $0.isStuck } }

  /// Takes a run for this process; false when another has it, it has ended, or nothing can be
  /// stored.
  package func claim(_ cell: SeededCell, _ identity: Identity) -> Bool {
    guard !isStuck else { return false }
    do throws(StorageProblem) {
      return try store.claim(cell, identity, machine: machine)
    } catch {
      problems.withLock { ($0.ofClaims, $0.isStuck) = ($0.ofClaims ?? error, true) }
      return false
    }
  }

  package func observe(_ event: RunEvent) {
    switch event {
    case .trialFinished(_, let identity, let index, let trial):
      keep(.trial(trial, index: index), of: identity)
    case .progressed(_, let identity, let index, let progress):
      keep(.progress(progress, index: index), of: identity)
    case .runFinished(let result):
      keep(.result(result), of: result.identity)
      due.withLock { $0[result.identity] = nil }
    case .stepped(_, let identity, let news): tell(news, of: identity)
    case .runStarted, .trialStarted, .evaluated, .found, .exported, .unexported, .warned: break
    }
  }

  /// Tries once more to store what waits.
  package func flush() {
    for identity in waiting.withLock({ Array($0.keys) }) { settle(identity) }
  }

  private func keep(_ entry: Backlog.Entry, of identity: Identity) {
    waiting.withLock { $0[identity, default: Backlog()].append(entry) }
    settle(identity)
  }

  /// Stores what waits of a run, in order, until something fails.
  ///
  /// The events of a run come from one thread, so nothing is added meanwhile.
  private func settle(_ identity: Identity) {
    guard var backlog = waiting.withLock({ $0[identity] }) else { return }
    do throws(StorageProblem) {
      while let entry = backlog.entries.first {
        try store(entry, of: identity)
        backlog.removeFirst()
      }
      waiting.withLock { $0[identity] = nil }
      problems.withLock { $0.settle(identity) }
    } catch {
      // Of a run that another process has taken over, nothing is to be stored.
      if case .lost = error {
        waiting.withLock { $0[identity] = nil }
        problems.withLock { $0.settle(identity) }
        return
      }
      let left = backlog
      waiting.withLock { $0[identity] = left }
      problems.withLock { $0.note(error, of: identity, left) }
    }
  }

  private func store(_ entry: Backlog.Entry, of identity: Identity) throws(StorageProblem) {
    switch entry {
    case .progress(let progress, let index):
      try store.record(progress, index: index, of: identity)
    case .trial(let trial, let index): try store.record(trial: trial, index: index, of: identity)
    case .result(let result): try store.record(result, machine: machine)
    }
  }

  /// Stores news of a run, but seldom; what cannot be stored is left for the next, since it is only
  /// for who looks on.
  private func tell(_ news: TrialNews, of identity: Identity) {
    let start = ContinuousClock.now
    guard due.withLock({ $0[identity].map { $0 <= start } ?? true }) else { return }
    try? store.record(news, of: identity)
    let end = ContinuousClock.now
    let taken = start.duration(to: end)
    due.withLock { $0[identity] = end + max(Self.silence, taken * 20) }
  }
}

extension StorageObserver.Problems {
  fileprivate mutating func settle(_ identity: Identity) {
    ofRuns[identity] = nil
    if ofRuns.isEmpty, ofClaims == nil { isStuck = false }
  }

  /// A database that others hold is tried again; an end that cannot be stored, or any other
  /// failure, lets no new run begin.
  fileprivate mutating func note(
    _ problem: StorageProblem, of identity: Identity, _ backlog: Backlog
  ) {
    ofRuns[identity] = problem
    let isEnd = backlog.entries.contains { if case .result = $0 { true } else { false } }
    if case .busy = problem, !isEnd { return }
    isStuck = true
  }
}

/// What a run has told and the database does not hold yet, in its order.
///
/// A write that fails is tried again with the next, so that one failure leaves no hole in a log.
struct Backlog {
  enum Entry {
    case progress(TrialProgress, index: Int)
    case trial(TrialResult, index: Int)
    case result(RunResult)
  }

  private(set) var entries: [Entry] = []

  /// Puts an entry behind the others; pieces of one log become one.
  mutating func append(_ entry: Entry) {
    if case .progress(let next, let index) = entry,
      case .progress(let last, index)? = entries.last,
      last.start + last.log.count == next.start
    {
      entries[entries.count - 1] = .progress(
        TrialProgress(result: next.result, start: last.start, log: last.log + next.log),
        index: index)
    } else {
      entries.append(entry)
    }
  }

  mutating func removeFirst() { entries.removeFirst() }
}
