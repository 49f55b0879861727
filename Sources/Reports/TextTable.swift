/// Columns padded to their widest entry, for a terminal.
struct TextTable {
  enum Alignment { case left, right }

  var columns: [(title: String, alignment: Alignment)]
  var rows: [[String]] = []

  /// The title row and the rows, without trailing spaces.
  var lines: [String] {
    let all = [columns.map(\.title)] + rows
    let widths = columns.indices.map { column in
      all.map { $0[column].count }.max() ?? 0
    }
    return all.map { row in
      let line = columns.indices.map { column in
        pad(row[column], to: widths[column], columns[column].alignment)
      }.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  private func pad(_ text: String, to width: Int, _ alignment: Alignment) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return alignment == .left ? text + space : space + text
  }
}
