import Vocabulary

/// A table with heads that sort and its notes below.
enum HTMLTable {
  static func markup(_ table: ReportTable) -> Markup {
    .node(
      "section", [:], [.node("h3", [:], table.title), body(table)] + table.notes.map(note))
  }

  /// Without the heading.
  static func body(_ table: ReportTable) -> Markup {
    let table = table.shown
    guard !table.rows.isEmpty else { return .group([]) }
    let heads = table.columns.map { column in
      Markup.node(
        "th", ["scope": "col", "class": column.isNumeric ? "number" : "text"],
        [.node("button", ["type": "button"], column.title)])
    }
    let rows = table.rows.map { row in
      Markup.node("tr", [:], zip(table.columns, row).map(cell))
    }
    return .node(
      "div", ["class": "scroll"],
      [
        .node(
          "table", [:],
          [.node("thead", [:], [.node("tr", [:], heads)]), .node("tbody", [:], rows)])
      ])
  }

  static func note(_ text: String) -> Markup { .node("p", ["class": "note"], text) }

  private static func cell(_ column: ReportTable.Column, _ value: TableValue) -> Markup {
    var style = column.isNumeric ? "number" : value.text.count > 40 ? "long" : "text"
    if value.bold.isBold { style += " winner" }
    guard let number = value.number else { return .node("td", ["class": style], value.text) }
    // The shortest text that reads back as the same number.
    let exact = SettingValue.number(number).description
    return .node("td", ["class": style, "data-value": exact], value.text)
  }
}
