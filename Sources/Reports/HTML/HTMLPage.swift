/// A page with its style, its data and its script inside.
struct HTMLPage {
  var title: String
  var body: [Markup]
  /// What the script shows; nil for a page of tables.
  var data: String?

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
      <html lang="en">
      <head>\(head)
      <style>
      \(PageStyle.text)
      </style></head>
      <body>\(skip)\(Markup.node("main", ["id": "main"], body).source)
      \(embedded)
      <script>
      \(data == nil ? PageScript.tables : PageScript.text)
      </script></body>
      </html>

      """
  }
}

/// One self-contained page, without requests to anywhere: a summary, cells to explore, figures.
package struct HTMLReporter: Reporter {
  package static let name = "html"

  package init() {}

  package func render(_ set: ResultSet) -> String { StudyPage(set).page.source }

  package func render(_ tables: [ReportTable]) -> String {
    HTMLPage(
      title: tables.first?.title ?? "zobench", body: tables.map { HTMLTable.markup($0) }
    ).source
  }
}
