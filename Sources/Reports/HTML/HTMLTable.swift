import Vocabulary

/// A table with a caption, heads that sort and stay in view, and its notes below.
enum HTMLTable {
  /// - Parameter bars: whether numbers have a bar behind them, as long as they are large.
  static func markup(_ table: ReportTable, bars: Bool = false) -> Markup {
    .node(
      "section", [:],
      [.node("h3", [:], table.title), body(table, bars: bars)] + table.notes.map(note))
  }

  /// Without the heading.
  static func body(_ table: ReportTable, bars: Bool = false) -> Markup {
    let table = table.shown
    guard !table.rows.isEmpty else { return .group([]) }
    let heads = table.columns.map { column in
      Markup.node(
        "th", ["scope": "col", "class": column.isNumeric ? "number" : "text"],
        [.node("button", ["type": "button"], column.title)])
    }
    let widths = bars ? table.columns.indices.map { width(of: table, $0) } : []
    let rows = table.rows.map { row in
      Markup.node(
        "tr", [:],
        row.indices.map { index in
          cell(table.columns[index], row[index], isHead: index == 0, bars ? widths[index] : nil)
        })
    }
    return .node(
      "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": table.title],
      [
        .node(
          "table", [:],
          [
            .node("caption", ["class": "hidden"], table.title),
            .node("thead", [:], [.node("tr", [:], heads)]), .node("tbody", [:], rows),
          ])
      ])
  }

  static func note(_ text: String) -> Markup { .node("p", ["class": "note"], text) }

  /// What the longest bar of a column stands for; nil where bars say nothing.
  private static func width(of table: ReportTable, _ column: Int) -> Double? {
    let values = table.rows.compactMap { $0[column].number }
    // The smaller a p is the more it says, and a column of one number has nothing to compare.
    guard table.columns[column].isNumeric, table.columns[column].title != "p",
      Set(values).count > 1, values.allSatisfy({ $0 >= 0 }), let most = values.max(), most > 0
    else { return nil }
    return most
  }

  private static func cell(
    _ column: ReportTable.Column, _ value: TableValue, isHead: Bool, _ most: Double?
  ) -> Markup {
    var style = column.isNumeric ? "number" : value.text.count > 40 ? "long" : "text"
    if value.bold.isBold { style += " winner" }
    if isHead { return .node("th", ["scope": "row", "class": style], value.text) }
    guard let number = value.number else { return .node("td", ["class": style], value.text) }
    // The shortest text that reads back as the same number.
    let exact = SettingValue.number(number).description
    guard let most else {
      return .node("td", ["class": style, "data-value": exact], value.text)
    }
    let share = NumberText.fixed(100 * number / most, 0)
    return .node(
      "td", ["class": style + " bar", "data-value": exact, "style": "--bar:\(share)%"], value.text)
  }
}
