import Vocabulary

/// A plan for people: what would run, what it needs, and why the rest would not.
package struct PlanTable: Sendable {
  package var entries: [PlanEntry]
  /// Plans longer than this show one row per cell instead of one per seed.
  package var longest: Int
  /// Runs at once, for the total of forecast times.
  package var jobs: Int
  /// What a process takes beside the forecast; nil is not said.
  package var overhead: ResidentOverhead?
  /// Columns of the terminal; nil where no lines are broken.
  package var width: Int?

  package init(
    _ entries: [PlanEntry], longest: Int = 40, jobs: Int = 1, overhead: ResidentOverhead? = nil,
    width: Int? = nil
  ) {
    self.width = width
    self.entries = entries
    self.longest = longest
    self.jobs = jobs
    self.overhead = overhead
  }

  /// The table, the reasons of stale, retried and skipped rows below them, and a line of totals.
  package var text: String {
    guard !entries.isEmpty else { return "Nothing is planned.\n" }
    let telling = telling
    let rows = groups.map { PlanRow($0, telling: telling[$0[0].cell.cell.name] ?? []) }
    var table = TextTable(columns: [
      ("state", .left), ("cell", .left), ("seed", .left), ("forecast", .right),
      ("steps", .right), ("forwards", .right), ("FLOPs", .right),
    ])
    let isTimed = entries.contains { $0.seconds != nil }
    if isTimed { table.columns.append(("time", .right)) }
    table.rows = rows.map { isTimed ? $0.columns + [$0.time] : $0.columns }
    let lines = table.folded(to: width, keeping: 2)
    let body = zip(lines.dropFirst(), rows).flatMap { lines, row in
      lines + row.reasons.map { "    " + $0 }
    }
    let totals = PlanTotals(entries, jobs: jobs)
    let resident = overhead.map { [totals.resident($0)] } ?? []
    let closing = TextWrap.fit(["", totals.line] + resident, width: width)
    return (lines[0] + body + closing).joined(separator: "\n") + "\n"
  }

  /// The entries as they are, plus the names and the forecast that follow from them.
  package var json: String { PrettyJSON.text(entries.map { PlanRow.Object($0, overhead) }) }

  /// Run settings that tell apart the cells of a name.
  private var telling: [String: [String]] {
    Dictionary(grouping: entries.map(\.cell.cell), by: \.name).mapValues { cells in
      let different = Set(cells.map(\.run))
      guard different.count > 1 else { return [] }
      let runs = different.map(\.values)
      guard let names = runs.first?.keys else { return [] }
      return names.filter { name in Set(runs.map { $0[name] }).count > 1 }.sorted()
    }
  }

  /// In the order of the plan: single entries, or in long plans, a cell's seeds of equal state.
  private var groups: [[PlanEntry]] {
    guard entries.count > longest else { return entries.map { [$0] } }
    var groups: [[PlanEntry]] = []
    // The seeds of a cell stand together, so only groups of the last cell are looked at.
    var first = 0
    for entry in entries {
      if groups.last?[0].cell.cell != entry.cell.cell { first = groups.count }
      let same = groups[first...].firstIndex { $0[0].state.name == entry.state.name }
      if let same { groups[same].append(entry) } else { groups.append([entry]) }
    }
    return groups
  }
}
