import Foundation
import Training
import Vocabulary

/// A process that shares the steps of the runs that another one leads: it stores and prints
/// nothing.
struct RunFollower {
  let sharing: StepSharing
  let threads: Int
  let keeping: Keeping
  /// What the leading process plans, too.
  let plan: () throws -> StudyPlan

  /// Runs what is called until it is let go.
  func follow() throws {
    let trap = SignalTrap()
    defer { trap.cancel() }
    let interruption = Interruption()
    trap.hand(over: interruption) { _ in }
    let plan = Result { try self.plan() }
    while let called = try sharing.called() {
      do {
        try run(try part(of: plan.get(), called), interruption)
      } catch {
        Console.error("zobench: process \(sharing.rank): \(error)")
        sharing.withdraw()
      }
    }
  }

  private func part(of plan: StudyPlan, _ called: [Identity]) throws -> StudyPlan {
    let part = plan.only(called)
    guard part.entries.map(\.identity) == called else {
      throw InputProblem(
        at: ProcessInfo.processInfo.hostName,
        "finds other models or data than process 0; all processes must see the same files")
    }
    return part
  }

  private func run(_ part: StudyPlan, _ interruption: Interruption) throws {
    var runner = GridRunner(
      jobs: 1, threads: threads, memoryLimit: nil, interruption: interruption, observers: [],
      registry: .shared(nil, sharing))
    runner.sharing = sharing
    runner.keeping = keeping
    runner.keeping.isReadOnly = true
    _ = runner.run(part)
  }
}
