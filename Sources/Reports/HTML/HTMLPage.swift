import Vocabulary

/// A page with its style, its data and its script inside.
struct HTMLPage {
  var title: String
  var body: [Markup]
  /// What the script shows; nil for a page of tables.
  var data: String?
  /// The state that the page shows, where a server renews it; nil for a file.
  var version: String?

  var source: String {
    let head = Markup.group([
      .node("meta", ["charset": "utf-8"]),
      .node("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
      .node("meta", ["name": "color-scheme", "content": "light dark"]),
      .node("title", [:], title),
    ]).source
    let skip = Markup.node("a", ["href": "#main", "class": "skip"], "Skip to the content").source
    // Style and script are constants of this program, and must not be escaped; data escape '<'.
    let embedded = data.map { "<script type=\"application/json\" id=\"data\">\($0)</script>" } ?? ""
    return """
      <!DOCTYPE html>
      <html lang="en"\(mark)>
      <head>\(head)
      <style>
      \(PageStyle.text)
      </style></head>
      <body>\(skip)\(Markup.node("main", ["id": "main"], body).source)
      \(embedded)
      <script>
      \(script)
      </script></body>
      </html>

      """
  }

  private var mark: String { version.map { " data-version=\"\(Markup.escaped($0))\"" } ?? "" }

  /// A live page may be without results yet, and have them later.
  private var script: String {
    let isStudy = data != nil || version != nil
    return (isStudy ? PageScript.text : PageScript.tables)
      + (version == nil ? "" : "\n" + PageScript.live)
  }
}

/// One self-contained page, without requests to anywhere: a summary, cells to explore, figures.
package struct HTMLReporter: Reporter {
  package static let name = "html"

  /// The state of the results that a server shows, which renews its page; nil for a file.
  package var version: String?

  package init() {}

  package func render(_ set: ResultSet) -> String {
    var page = StudyPage(set, isLive: version != nil).page
    page.version = version
    return page.source
  }

  package func render(_ tables: [ReportTable]) -> String {
    HTMLPage(
      title: tables.first?.title ?? "zobench", body: tables.map { HTMLTable.markup($0) }
    ).source
  }
}

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
