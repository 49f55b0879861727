import Vocabulary

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
