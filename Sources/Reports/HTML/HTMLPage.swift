/// A page with its style and its script inside.
struct HTMLPage {
  var title: String
  var body: [Markup]

  var source: String {
    let head = Markup.group([
      .node("meta", ["charset": "utf-8"]),
      .node("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
      .node("meta", ["name": "color-scheme", "content": "light dark"]),
      .node("title", [:], title),
    ]).source
    // Style and script are constants of this program, and must not be escaped.
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>\(head)
      <style>
      \(PageStyle.text)
      </style></head>
      <body>\(Markup.node("main", [:], body).source)
      <script>
      \(PageScript.text)
      </script></body>
      </html>

      """
  }
}

/// One self-contained page, without requests to anywhere: tables that sort, and figures.
package struct HTMLReporter: Reporter {
  package static let name = "html"

  package init() {}

  package func render(_ set: ResultSet) -> String { StudyPage(set).page.source }

  package func render(_ tables: [ReportTable]) -> String {
    HTMLPage(title: tables.first?.title ?? "zobench", body: tables.map(HTMLTable.markup)).source
  }
}
