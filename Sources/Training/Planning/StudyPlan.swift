import Dispatch
import Foundation
import Synchronization
import Vocabulary

/// What a study runs: every cell at every seed in order, with forecast and state, or why it cannot
/// be planned.
///
/// `plan` prints it, `run` runs it and `status` watches it; none of them plans again.
package struct StudyPlan: Sendable {
  /// A cell at one seed that can be planned.
  struct Line: Sendable {
    var entry: PlanEntry
    let run: RunPlan
  }

  /// In the order of the study.
  private(set) var lines: [Line]
  /// Cells that cannot be planned; nil when there are none.
  package private(set) var problems: PlanProblems?

  init(_ lines: [Line], problems: PlanProblems? = nil) {
    self.lines = lines
    self.problems = problems
  }

  package var entries: [PlanEntry] { lines.map(\.entry) }

  /// The plan itself, whole.
  ///
  /// - Parameter reason: why cells hold up the others, said below what is wrong with them.
  /// - Throws: everything that is wrong with its cells.
  package func checked(because reason: String? = nil) throws(PlanProblems) -> StudyPlan {
    guard var problems else { return self }
    problems.reason = reason
    throw problems
  }

  /// The plan itself; cells whose files are missing or unusable do not hold up the others.
  ///
  /// - Throws: what is wrong with all cells, when none is left, or when the grid itself asks for
  ///   what does not go together.
  package func usable() throws(PlanProblems) -> StudyPlan {
    if let problems, lines.isEmpty || problems.concernGrid { throw problems }
    return self
  }

  /// The cells that cannot be planned, in the order of the study.
  package var refused: [RefusedCell] { problems?.refused ?? [] }

  /// The plan with what a store knows of its runs.
  ///
  /// - Parameters:
  ///   - states: of every entry, in order.
  ///   - budget: bytes that no run may need more of.
  package func with(states: [PlanState], budget: Int? = nil) -> StudyPlan {
    precondition(states.count == lines.count)
    var plan = self
    for (index, state) in states.enumerated() {
      plan.lines[index].entry.state = lines[index].state(known: state, budget: budget)
    }
    return plan
  }

  /// The lines of some runs, in the plan's order.
  package func only(_ identities: some Sequence<Identity>) -> StudyPlan {
    let wanted = Set(identities)
    return StudyPlan(lines.filter { wanted.contains($0.entry.identity) }, problems: problems)
  }

  /// The same lines, those of some runs behind all others.
  package func deferring(_ late: Set<Identity>) -> StudyPlan {
    let (later, sooner) = (
      lines.filter { late.contains($0.entry.identity) },
      lines.filter { !late.contains($0.entry.identity) }
    )
    return StudyPlan(sooner + later, problems: problems)
  }

  /// What is to be run: neither done nor skipped.
  package var open: StudyPlan { StudyPlan(lines.filter { $0.entry.isToRun }, problems: problems) }
}

extension StudyPlan.Line {
  /// The state of a run of which a store knows `known`.
  fileprivate func state(known: PlanState, budget: Int?) -> PlanState {
    if known == .done { return .done }
    if let budget, entry.forecastBytes > budget {
      return .skipped("needs \(need); the memory budget is \(ByteText.of(budget))")
    }
    return run.refusal.map { .skipped($0) } ?? known
  }

  /// The bytes of the smallest turns, where there are any that are smaller than what is planned.
  private var need: String {
    let planned = ByteText.of(entry.forecastBytes)
    guard let least = entry.leastBytes, least < entry.forecastBytes else { return planned }
    return "at least \(ByteText.of(least)) in the smallest turns "
      + "(\(planned) \(entry.division == nil ? "undivided" : "as the grid divides it"))"
  }
}

extension Planner {
  /// The plan of a study's cells, made on all cores.
  package func plan(_ cells: [SeededCell]) -> StudyPlan {
    let groups = Self.groups(cells)
    // Cells beside each other share samples, so a core takes a block of them at a time; and cores
    // begin far from one another, so that none waits for the sample that another one makes.
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let blocks = min(groups.count, cores > 1 ? 24 * cores : 1)
    let stretch = max(1, blocks / cores)
    let order = (0..<blocks).sorted {
      ($0 % stretch, $0 / stretch) < ($1 % stretch, $1 / stretch)
    }
    let found = Mutex<[Int: [Planned]]>([:])
    DispatchQueue.concurrentPerform(iterations: blocks) { turn in
      let block = order[turn]
      let range = block * groups.count / blocks..<(block + 1) * groups.count / blocks
      let planned = groups[range].map { group in
        Planned(
          group,
          Result { () throws(InputProblem) in try lines(of: group.cell, seeds: group.seeds) },
          blamesFiles: { blamesFiles(group.cell) })
      }
      found.withLock { $0[block] = planned }
    }
    let planned = found.withLock { found in (0..<blocks).flatMap { found[$0] ?? [] } }
    return StudyPlan(
      planned.flatMap { (try? $0.lines.get()) ?? [] },
      problems: PlanProblems(planned.compactMap(\.problem)))
  }

  /// A cell with its seeds.
  private struct Group {
    var cell: Cell
    var seeds: [Int]
  }

  private struct Planned: Sendable {
    let group: Group
    let lines: Result<[StudyPlan.Line], InputProblem>

    /// Whether what is wrong is wrong with files, not with what the grid asks for.
    let blamesFiles: Bool

    init(
      _ group: Group, _ lines: Result<[StudyPlan.Line], InputProblem>, blamesFiles: () -> Bool
    ) {
      self.group = group
      self.lines = lines
      if case .failure(let problem) = lines {
        self.blamesFiles = problem.kind == .missing || blamesFiles()
      } else {
        self.blamesFiles = true
      }
    }

    var problem: PlanProblems.Found? {
      guard case .failure(let problem) = lines else { return nil }
      return PlanProblems.Found(
        problem: problem, cell: group.cell, seeds: group.seeds, blamesFiles: blamesFiles)
    }
  }

  /// The seeds of a cell stand together.
  private static func groups(_ cells: [SeededCell]) -> [Group] {
    var groups: [Group] = []
    for seeded in cells {
      if let last = groups.indices.last, groups[last].cell == seeded.cell {
        groups[last].seeds.append(seeded.seed)
      } else {
        groups.append(Group(cell: seeded.cell, seeds: [seeded.seed]))
      }
    }
    return groups
  }
}

/// Everything that is wrong with the cells of a plan: each problem once, with the cells that have
/// it.
package struct PlanProblems: Error, CustomStringConvertible, Sendable {
  package struct Group: Sendable {
    package let problem: InputProblem
    /// In the order of the study; at least one.
    package fileprivate(set) var cells: [Cell]
  }

  /// A problem of a cell at some seeds.
  struct Found {
    var problem: InputProblem
    var cell: Cell
    var seeds: [Int]
    var blamesFiles: Bool
  }

  /// In the order in which the study meets them.
  package private(set) var groups: [Group] = []
  /// Whether some are of what the grid asks for, whatever files there are.
  package let concernGrid: Bool
  /// The cells, in the order of the study.
  package private(set) var refused: [RefusedCell] = []
  /// Why they hold up other cells, where they do.
  fileprivate(set) var reason: String?

  /// Nil without a problem.
  init?(_ found: [Found]) {
    guard !found.isEmpty else { return nil }
    concernGrid = found.contains { !$0.blamesFiles }
    var places: [InputProblem: Int] = [:]
    for one in found {
      let (problem, cell) = (one.problem, one.cell)
      refused.append(RefusedCell(cell, seeds: one.seeds, because: problem))
      if let place = places[problem] {
        groups[place].cells.append(cell)
      } else {
        places[problem] = groups.count
        groups.append(Group(problem: problem, cells: [cell]))
      }
    }
  }

  /// That of a file that is not there only if nothing else is wrong.
  package var exitCode: Int32 {
    groups.map(\.problem).first { $0.kind == .invalid }?.exitCode
      ?? Int32(InputProblem.Kind.missing.rawValue)
  }

  /// Names of cells shown of a problem.
  private static let most = 3

  package var description: String {
    let found = groups.map { group in
      let names = group.cells.prefix(Self.most).map(\.name)
      let rest = group.cells.count - names.count
      let lines = names + (rest > 0 ? ["… and \(rest) more"] : [])
      let count = group.cells.count
      return "\(group.problem)\n  in \(count) cell\(count == 1 ? "" : "s"):\n"
        + lines.map { "    " + $0 }.joined(separator: "\n")
    }
    return (found + (reason.map { [$0] } ?? [])).joined(separator: "\n")
  }
}
