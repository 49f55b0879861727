import Foundation
import Storage
import Training
import Vocabulary

/// The open runs of a plan on a database that others may work on, too.
///
/// What others had when the work began, and left without an end, is taken over at the end.
struct GridWork {
  let store: ResultStore
  let plan: StudyPlan
  /// Bytes that no run may need more of.
  let budget: Int?
  private let storing: StorageObserver
  private let exports = ExportWatch()

  init(store: ResultStore, machine: Machine, plan: StudyPlan, budget: Int?) {
    self.store = store
    self.plan = plan
    self.budget = budget
    storing = StorageObserver(store, machine: machine)
  }

  /// How a run of the grid ended.
  struct Ending {
    var results: [RunResult] = []
    /// Runs that were to be done and have no result.
    var unrun = 0
    var isInterrupted = false
    /// The claims of others that still stand.
    var held: [ClaimMark] = []
  }

  private var identities: [Identity] { plan.entries.map(\.identity) }

  /// The plan with what the database knows now.
  func known() throws -> StudyPlan {
    plan.with(states: try store.states(of: identities), budget: budget)
  }

  /// What is to be run and was not tried; what ended its process before comes last, so that it
  /// cannot keep the others from being run.
  private func open(but tried: Set<Identity>) throws -> StudyPlan {
    let open = try known().open
    let identities = open.entries.map(\.identity).filter { !tried.contains($0) }
    let left = open.only(identities)
    guard identities.count > 1 else { return left }
    return left.deferring(try store.abandoned(among: identities))
  }

  var registry: GridRunner.Registry {
    let (store, storing, exports) = (store, storing, exports)
    return GridRunner.Registry(
      claim: { storing.claim($0, $1) },
      finishedTrials: { try store.finishedTrials(of: $0) },
      progress: { try store.progress(of: $0) }, isLost: { store.hasLost($0) },
      ended: { try store.ended($0) }, isStuck: { storing.isStuck || exports.isStuck })
  }

  /// - Parameter dispatch: runs the lines of a plan.
  func run(
    trap: SignalTrap, progress: any RunProgress,
    _ dispatch: (StudyPlan, Interruption, [any RunObserver]) throws -> [RunResult?]
  ) throws -> Ending {
    let interruption = Interruption()
    trap.hand(over: interruption) { progress.tell($0) }
    let drawing = progress.keepCurrent()
    defer {
      drawing.forEach { $0.cancel() }
      progress.close()
    }
    let leases = store.keepLeases()
    defer { leases.cancel() }
    var ending = Ending()
    var seen = try store.claims(of: identities)
    var tried: Set<Identity> = []
    while !interruption.isRequested {
      // What failed is not tried twice.
      let open = try open(but: tried)
      if !open.entries.isEmpty {
        tried.formUnion(open.entries.map(\.identity))
        let results = try dispatch(open, interruption, [storing, exports, progress])
        storing.flush()
        if let failure = storing.failure { throw failure }
        if let failure = exports.problem(database: store.path) { throw failure }
        note(results, of: open, &ending)
      }
      guard try waits(for: &seen, tried, interruption, progress) else { break }
    }
    ending.isInterrupted = interruption.isRequested
    ending.held = Array(try store.claims(of: identities).values)
    return ending
  }

  /// Runs that were lost to others are theirs, and no failure.
  private func note(_ results: [RunResult?], of open: StudyPlan, _ ending: inout Ending) {
    for (entry, result) in zip(open.entries, results) {
      if store.hasLost(entry.identity) { continue }
      if let result { ending.results.append(result) } else { ending.unrun += 1 }
    }
  }

  /// Waits until a claim of others has ended without a word, one lease at most.
  ///
  /// - Parameter seen: the claims of an earlier look; one that was renewed since is somebody's.
  /// - Returns: whether there is something to run now.
  private func waits(
    for seen: inout [Identity: ClaimMark], _ tried: Set<Identity>, _ interruption: Interruption,
    _ progress: any RunProgress
  ) throws -> Bool {
    var hasTold = false
    while !interruption.isRequested {
      let claims = try store.claims(of: identities)
      if seen.keys.contains(where: { claims[$0] == nil }), try !open(but: tried).entries.isEmpty {
        seen = claims
        return true
      }
      let silent = claims.filter { !$0.value.isRenewed(since: seen[$0.key]) }.map(\.value)
      guard let last = silent.max(by: { $0.left < $1.left }) else { return false }
      if !hasTold {
        progress.tell(
          "waiting up to \(Int(last.left.rounded(.up))) s for a sign of process \(last.process) "
            + "on \(last.host); 'zobench status --release \(last.host)' says that it is gone")
      }
      hasTold = true
      Thread.sleep(forTimeInterval: 0.2)
    }
    return false
  }
}
