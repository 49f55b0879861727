import Experiments

/// Runs grouped by cell over their seeds, in the order of model, task, scheme and optimizer.
public struct ResultSet: Hashable, Sendable {
  public var cells: [CellSummary]

  public init(cells: [CellSummary]) { self.cells = cells }

  /// Groups runs of the same cell, data, model and semantics; of a seed that occurs twice among
  /// these, the last counts.
  public init(_ runs: [RunResult]) {
    let groups = Dictionary(grouping: runs, by: Group.init)
    cells = groups.sorted { $0.key < $1.key }.compactMap { _, runs in
      let bySeed = Dictionary(runs.map { ($0.cell.seed, $0) }, uniquingKeysWith: { $1 })
      return CellSummary(Array(bySeed.values))
    }
  }

  /// What runs must share to be seeds of one cell.
  ///
  /// The cell is compared as canonical text, because a number that went through JSON may come back
  /// as an integer.
  private struct Group: Hashable, Comparable {
    var names: [String]
    var cell: String
    var provenance: [String]

    init(_ run: RunResult) {
      names = Axis.allCases.map { run.cell.cell[$0].name }
      cell = canonicalJSON(run.cell.cell)
      provenance = [
        run.identity.data.hex, run.identity.model.hex, "\(run.identity.semantics)",
      ]
    }

    static func < (a: Group, b: Group) -> Bool {
      if a.names != b.names { return a.names.lexicographicallyPrecedes(b.names) }
      if a.cell != b.cell { return a.cell < b.cell }
      return a.provenance.lexicographicallyPrecedes(b.provenance)
    }
  }
}
