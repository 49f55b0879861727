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
