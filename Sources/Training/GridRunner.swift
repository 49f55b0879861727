import Dispatch
import Foundation
import Synchronization
import Tensors
import Vocabulary

/// Dispatches cells in this process, several at once; one that fails never stops the others.
///
/// Cells that run at the same time share the parameters that neither trains. With a memory limit,
/// a cell waits until there is room for it beside those that run.
package struct GridRunner: Sendable {
  /// What the runner asks of whoever keeps results.
  package struct Registry: Sendable {
    /// Takes a run for this process; false when another has it or it is finished.
    package var claim: @Sendable (SeededCell, Identity) throws -> Bool
    /// Trials that an interrupted process finished.
    package var finishedTrials: @Sendable (Identity) throws -> [Int: TrialResult]
    /// How far the trials of a run have come, finished or not, where there is a log.
    package var progress: @Sendable (Identity) throws -> [Int: TrialProgress]
    /// Whether another process has taken over a run that was claimed: it ends at its next step.
    package var isLost: @Sendable (Identity) -> Bool
    /// A run that has ended; nil when it has not, or nobody keeps it.
    package var ended: @Sendable (Identity) throws -> RunResult?
    /// Whether nothing can be kept any more: no other run begins.
    package var isStuck: @Sendable () -> Bool

    package init(
      claim: @escaping @Sendable (SeededCell, Identity) throws -> Bool,
      finishedTrials: @escaping @Sendable (Identity) throws -> [Int: TrialResult],
      progress: @escaping @Sendable (Identity) throws -> [Int: TrialProgress] = { _ in [:] },
      isLost: @escaping @Sendable (Identity) -> Bool = { _ in false },
      ended: @escaping @Sendable (Identity) throws -> RunResult? = { _ in nil },
      isStuck: @escaping @Sendable () -> Bool = { false }
    ) {
      self.ended = ended
      self.isStuck = isStuck
      self.isLost = isLost
      self.progress = progress
      self.claim = claim
      self.finishedTrials = finishedTrials
    }
  }

  package var jobs: Int
  package var threads: Int
  package let memoryLimit: Int?
  package var interruption: Interruption
  package var observers: [any RunObserver]
  package var registry: Registry
  /// Where trained adapters and models are written; nil is nowhere.
  package var export: CellExport?
  /// How unfinished trials are kept.
  package var keeping = Keeping()
  /// With whom the steps of trials are shared; every process then runs the same cells, one by one.
  package var sharing: StepSharing?
  /// What all cells hold together; weights that they share are in it once.
  package let ledger: Ledger

  package init(
    jobs: Int, threads: Int, memoryLimit: Int?, interruption: Interruption,
    observers: [any RunObserver], registry: Registry
  ) {
    self.jobs = jobs
    self.threads = threads
    self.memoryLimit = memoryLimit
    self.interruption = interruption
    self.observers = observers
    self.registry = registry
    ledger = Ledger(limit: memoryLimit)
  }

  /// Runs every line of the plan once; the results in its order, nil where none was run.
  package func run(_ plan: StudyPlan) -> [RunResult?] {
    let plans = plan.lines.map(\.run)
    Parallel.setThreads(max(1, threads / max(jobs, 1)))
    let pool = WeightPool(ledger: ledger)
    let gate = MemoryGate(limit: memoryLimit)
    let searched = SearchResults()
    let next = Atomic(0)
    let results = Mutex<[RunResult?]>(Array(repeating: nil, count: plans.count))
    DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, plans.count))) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < plans.count, !stops else { return }
        let result = run(plans[index], number: index, pool, gate, searched)
        results.withLock { $0[index] = result }
      }
    }
    keeping.tidy()
    return results.withLock { $0 }
  }

  private var stops: Bool {
    let (interruption, registry) = (interruption, registry)
    guard let sharing else { return interruption.isRequested || registry.isStuck() }
    let wish = Interruption { interruption.isRequested || registry.isStuck() }
    guard sharing.agrees(toStop: wish) else { return false }
    if !registry.isStuck() { interruption.request() }
    return true
  }

  private func run(
    _ plan: RunPlan, number: Int, _ pool: WeightPool, _ gate: MemoryGate,
    _ searched: SearchResults
  ) -> RunResult? {
    do {
      guard let searches = try results(of: plan.searches, number, pool, gate, searched) else {
        return nil
      }
      guard try wait(at: gate, number, plan) else { return nil }
      defer { gate.leave(number) }
      guard try registry.claim(plan.seeded, plan.identity) else { return nil }
      let (whole, registry, identity) = (interruption, registry, plan.identity)
      let interruption = Interruption { whole.isRequested || registry.isLost(identity) }
      let result = RunExecution(
        plan: plan, memoryLimit: memoryLimit, pool: pool, interruption: interruption,
        observers: observers, finished: try registry.finishedTrials(plan.identity),
        progress: try registry.progress(plan.identity), keeping: keeping, export: export,
        searches: plan.searches.isEmpty ? nil : searches, sharing: sharing
      ).run()
      if plan.seeded.isSearch, result.outcome.isFinal { searched.add(result) }
      return result
    } catch {
      for observer in observers { observer.observe(.warned("\(plan.seeded.cell.name): \(error)")) }
      return nil
    }
  }

  /// The ended searches that a run needs; nil when they were interrupted.
  ///
  /// A search that nobody works on is made here; one that another job or process has is waited for.
  private func results(
    of searches: [RunPlan], _ number: Int, _ pool: WeightPool, _ gate: MemoryGate,
    _ searched: SearchResults
  ) throws -> [RunResult]? {
    var results: [RunResult] = []
    for search in searches {
      while true {
        if let known = try searched[search.identity] ?? registry.ended(search.identity),
          known.outcome.isFinal
        {
          results.append(known)
          break
        }
        if stops { return nil }
        if let made = run(search, number: number, pool, gate, searched) {
          guard made.outcome.isFinal else { return nil }
          continue
        }
        Thread.sleep(forTimeInterval: 0.2)
      }
    }
    return results
  }

  /// Waits for room; false when the run was interrupted meanwhile.
  private func wait(at gate: MemoryGate, _ number: Int, _ plan: RunPlan) throws -> Bool {
    guard memoryLimit != nil else { return true }
    let need = try plan.need()
    while !gate.enter(number, need) {
      if interruption.isRequested { return false }
      Thread.sleep(forTimeInterval: 0.02)
    }
    return true
  }
}

/// Searches that ended in this process.
private final class SearchResults: Sendable {
  private let results = Mutex<[Identity: RunResult]>([:])

  subscript(identity: Identity) -> RunResult? { results.withLock { $0[identity] } }

  func add(_ result: RunResult) { results.withLock { $0[result.identity] = result } }
}

/// A request to stop, set from a signal handler or another thread and looked at between steps,
/// and between batches of evaluations.
package final class Interruption: Sendable {
  private let flag = Atomic(false)

  private let other: (@Sendable () -> Bool)?

  /// - Parameter other: another reason to stop, asked for each time.
  package init(or other: (@Sendable () -> Bool)? = nil) { self.other = other }

  package var isRequested: Bool { flag.load(ordering: .relaxed) || other?() ?? false }
  package func request() { flag.store(true, ordering: .relaxed) }
}

/// The end of a trial that was asked to stop.
struct Interrupted: Error {}
