/// Columns padded to their widest entry, for a terminal.
package struct TextTable {
  package enum Alignment { case left, right }

  package var columns: [(title: String, alignment: Alignment)]
  package var rows: [[String]]

  package init(columns: [(title: String, alignment: Alignment)], rows: [[String]] = []) {
    self.columns = columns
    self.rows = rows
  }

  /// The title row and the rows, without trailing spaces.
  package var lines: [String] {
    let all = [columns.map(\.title)] + rows
    let widths = columns.indices.map { column in
      all.map { $0[column].count }.max() ?? 0
    }
    return all.map { row in
      let line = columns.indices.map { column in
        pad(row[column], to: widths[column], columns[column].alignment)
      }.joined(separator: "  ")
      let end = line.lastIndex { $0 != " " }.map { line.index(after: $0) }
      return String(line[..<(end ?? line.startIndex)])
    }
  }

  private func pad(_ text: String, to width: Int, _ alignment: Alignment) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return alignment == .left ? text + space : space + text
  }
}

/// Breaks text at spaces so that lines fit a width; a longer word keeps its own line.
package enum TextWrap {
  package static func lines(_ text: String, width: Int, indent: String = "") -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if line.isEmpty {
        line = indent + word
      } else if line.count + 1 + word.count <= width {
        line += " " + word
      } else {
        lines.append(line)
        line = indent + word
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
