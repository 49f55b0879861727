import Vocabulary

/// Where in its range the searched value was chosen: an edge says that the search was too narrow.
struct TuningTable {
  private let blocks: [Blocks.Block]

  init(_ set: ResultSet) { blocks = Blocks(set).all }

  var table: ReportTable {
    let searched = blocks.filter { $0.cells.values.contains { !$0.cell.tune.isEmpty } }
    let schemes = unique(searched.map(\.scheme))
    let rows = Blocks.labels(of: searched).map { label -> [TableValue] in
      let counts = schemes.map { scheme in
        searched.filter { $0.scheme == scheme }.compactMap { $0.cells[label] }
          .reduce(into: Edges()) { $0.add($1) }
      }
      let all = counts.reduce(Edges(), +)
      return [.text(label)] + counts.map(\.value)
        + [.number(all.share, NumberText.fixed(100 * all.share, 0)), .count(all.failed)]
    }
    return ReportTable(
      id: "tuning",
      title: "Chosen values of the search: low edge·inside·high edge",
      columns: [.text("optimizer")] + schemes.map { .number(PlainText.oneLine($0)) } + [
        .number("edge %"), .number("failed"),
      ],
      rows: rows, notes: rows.isEmpty ? ["No cell searches its settings."] : Self.notes)
  }

  private static let notes = [
    "Runs by where development data put the first searched setting; failed: trials that diverged "
      + "or did not end. A method that is often at an edge may do better with a wider search."
  ]

  private struct Edges {
    var low = 0
    var inside = 0
    var high = 0
    var failed = 0

    var count: Int { low + inside + high }
    var share: Double { Double(low + high) / Double(max(1, count)) }
    var value: TableValue {
      count > 0 ? .number(share, "\(low)·\(inside)·\(high)") : .missing
    }

    /// Counts every run of a cell that searched a number.
    mutating func add(_ cell: CellResults) {
      guard let name = cell.cell.tune.keys.sorted().first else { return }
      for run in cell.searched {
        let asked = (cell.cell.tune[name] ?? []).compactMap(\.number)
        let tried = asked + run.trials.compactMap { $0.point[name]?.number }
        guard let least = tried.min(), let most = tried.max(), least < most else { continue }
        failed += run.trials.count { $0.outcome != .completed }
        guard let chosen = run.chosenTrial?.point[name]?.number else { continue }
        if chosen == least { low += 1 } else if chosen == most { high += 1 } else { inside += 1 }
      }
    }

    static func + (a: Edges, b: Edges) -> Edges {
      Edges(
        low: a.low + b.low, inside: a.inside + b.inside, high: a.high + b.high,
        failed: a.failed + b.failed)
    }
  }
}

/// That searches behind a table ended at an edge of what they tried: better values may lie beyond.
package struct EdgeNote {
  private let atEdge: [CellSummary]
  private let searched: Int

  package init(_ set: ResultSet) {
    let searched = set.members.filter { $0.cell.isSearched }
    self.searched = searched.count
    atEdge = searched.map(\.summary).filter { cell in
      cell.findings.contains { $0.kind == .searchAtEdge }
    }
  }

  /// A line for a table; none where no search ended so.
  var lines: [String] { sentence.map { ["Warning: " + $0] } ?? [] }

  /// Nil where no search ended so.
  package var sentence: String? {
    guard !atEdge.isEmpty else { return nil }
    let counts = Dictionary(grouping: atEdge, by: \.optimizer).mapValues(\.count)
    let names = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\(PlainText.oneLine($0.key)) \($0.value)" }
    let shown = names.prefix(Self.mostNamed).joined(separator: ", ")
    let rest = names.count > Self.mostNamed ? ", …" : ""
    return "\(atEdge.count) of \(searched) cells' searches ended at an edge of what they tried "
      + "(\(shown)\(rest)); these may do better beyond it. 'report --table tuning' says where, "
      + "'extend' in a grid goes on there."
  }

  private static let mostNamed = 6
}
