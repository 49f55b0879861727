/// Columns padded to their widest entry, for a terminal.
package struct TextTable {
  package enum Alignment { case left, right }

  package var columns: [(title: String, alignment: Alignment)]
  package var rows: [[String]]

  /// A column of fewer characters would be a word to a line.
  private static let narrowest = 20

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

  /// The same with a last column of text broken at spaces, so that lines fit `width` where they
  /// can; what goes on stands below, in rows with nothing before it.
  func wrapped(to width: Int) -> TextTable {
    let before = columns.indices.dropLast().map { column in
      rows.map { $0[column].count }.reduce(columns[column].title.count, max) + 2
    }.reduce(0, +)
    guard columns.last?.alignment == .left, width - before >= Self.narrowest,
      lines.contains(where: { $0.count > width })
    else { return self }
    var table = self
    table.rows = rows.flatMap { row -> [[String]] in
      let parts = TextWrap.lines(row.last ?? "", width: width - before)
      guard parts.count > 1 else { return [row] }
      return parts.enumerated().map { number, part in
        row.dropLast().map { number == 0 ? $0 : "" } + [part]
      }
    }
    return table
  }

  /// The title row and the rows, each as lines; where one is wider than `width`, what stands behind
  /// the first `count` columns goes below them, with the columns' titles.
  package func folded(to width: Int?, keeping count: Int) -> [[String]] {
    let whole = lines
    guard let width, whole.contains(where: { $0.count > width }) else { return whole.map { [$0] } }
    let first = TextTable(
      columns: Array(columns.prefix(count)), rows: rows.map { Array($0.prefix(count)) })
    let rest = rows.map { row in
      zip(columns, row).dropFirst(count).filter { !$0.1.isEmpty }
        .map { "\($0.0.title) \($0.1)" }.joined(separator: ", ")
    }
    return zip(first.lines, [""] + rest).map { line, rest in
      Self.broken(line, width) + TextWrap.lines(rest, width: width, indent: "    ")
    }
  }

  /// Broken at the last space that fits; what follows is indented.
  private static func broken(_ line: String, _ width: Int) -> [String] {
    guard line.count > width, let space = line.prefix(width + 1).lastIndex(of: " "),
      line[..<space].contains(where: { $0 != " " })
    else { return [line] }
    return [String(line[..<space])] + broken("        " + line[line.index(after: space)...], width)
  }

  private func pad(_ text: String, to width: Int, _ alignment: Alignment) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return alignment == .left ? text + space : space + text
  }
}

/// Breaks text at spaces so that lines fit a width; a longer word keeps its own line.
package enum TextWrap {
  /// Those lines of a text that are wider than a terminal, broken at spaces; others as they are.
  static func fit(_ lines: [String], width: Int?) -> [String] {
    lines.flatMap { line in
      width.map { line.count > $0 ? Self.lines(line, width: $0) : [line] } ?? [line]
    }
  }

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
