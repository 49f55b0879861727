import Dispatch
import Experiments
import Foundation
import Synchronization
import Tensors

/// Dispatches cells in this process, several at once; one that fails never stops the others.
public struct GridRunner: Sendable {
  /// What the runner asks of whoever keeps results.
  public struct Book: Sendable {
    /// Takes a run for this process; false when another has it or it is finished.
    public var claim: @Sendable (SeededCell, Identity) throws -> Bool
    /// Trials that an interrupted process finished.
    public var finishedTrials: @Sendable (Identity) throws -> [Int: TrialResult]

    public init(
      claim: @escaping @Sendable (SeededCell, Identity) throws -> Bool,
      finishedTrials: @escaping @Sendable (Identity) throws -> [Int: TrialResult]
    ) {
      self.claim = claim
      self.finishedTrials = finishedTrials
    }
  }

  public var planner: Planner
  public var jobs: Int
  public var threads: Int
  public var memoryLimit: Int?
  public var interruption: Interruption
  public var observers: [any RunObserver]
  public var book: Book

  public init(
    planner: Planner, jobs: Int, threads: Int, memoryLimit: Int?, interruption: Interruption,
    observers: [any RunObserver], book: Book
  ) {
    self.planner = planner
    self.jobs = jobs
    self.threads = threads
    self.memoryLimit = memoryLimit
    self.interruption = interruption
    self.observers = observers
    self.book = book
  }

  /// Runs every cell once; the results in the order of the cells, nil where none was run.
  public func run(_ cells: [SeededCell]) -> [RunResult?] {
    Kernels.setBLASThreads(max(1, threads / max(jobs, 1)))
    let next = Atomic(0)
    let results = Mutex<[RunResult?]>(Array(repeating: nil, count: cells.count))
    DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, cells.count))) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < cells.count, !interruption.isRequested else { return }
        let result = run(cells[index])
        results.withLock { $0[index] = result }
      }
    }
    return results.withLock { $0 }
  }

  private func run(_ cell: SeededCell) -> RunResult? {
    do {
      let plan = try planner.plan(cell)
      guard try book.claim(cell, plan.identity) else { return nil }
      return RunExecution(
        plan: plan, memoryLimit: memoryLimit, interruption: interruption, observers: observers,
        finished: try book.finishedTrials(plan.identity)
      ).run()
    } catch {
      for observer in observers { observer.observe(.warned("\(cell.cell.name): \(error)")) }
      return nil
    }
  }
}
