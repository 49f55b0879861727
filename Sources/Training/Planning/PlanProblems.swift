import Vocabulary

/// Everything that is wrong with the cells of a plan: each problem once, with the cells that have
/// it.
package struct PlanProblems: Error, CustomStringConvertible, Sendable {
  package struct Group: Sendable {
    package let problem: InputProblem
    /// In the order of the study; at least one.
    package fileprivate(set) var cells: [Cell]
  }

  /// In the order in which the study meets them.
  package private(set) var groups: [Group] = []

  /// Nil without a problem.
  init?(_ found: [(problem: InputProblem, cell: Cell)]) {
    guard !found.isEmpty else { return nil }
    var places: [InputProblem: Int] = [:]
    for (problem, cell) in found {
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
    groups.map { group in
      let names = group.cells.prefix(Self.most).map(\.name)
      let rest = group.cells.count - names.count
      let lines = names + (rest > 0 ? ["… and \(rest) more"] : [])
      let count = group.cells.count
      return "\(group.problem)\n  in \(count) cell\(count == 1 ? "" : "s"):\n"
        + lines.map { "    " + $0 }.joined(separator: "\n")
    }.joined(separator: "\n")
  }
}
