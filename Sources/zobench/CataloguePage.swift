import Training
import Vocabulary

/// An axis of a grid as a page of Markdown: everything that it may name, from the declarations.
struct CataloguePage {
  var axis: Axis
  var entries: [ComponentDescription]

  var text: String {
    let names = axis.rawValue + "s"
    let head = """
      # \(names.prefix(1).uppercased() + names.dropFirst())

      What a grid may name under `\(names)`, with the settings of each: made by \
      `zobench list \(names) --markdown` from their declarations.
      """
    return ([head] + entries.map(Self.section)).joined(separator: "\n\n")
  }

  private static func section(_ entry: ComponentDescription) -> String {
    let title = "## \(entry.name)\n\n\(cell(sentence(entry.summary)))"
    guard !entry.declarations.isEmpty else { return title }
    let rows = entry.declarations.map { setting in
      let columns = [
        "`\(setting.name)`", "\(setting.initial)", setting.accepts, setting.explanation,
      ]
      return "| " + columns.map(cell).joined(separator: " | ") + " |"
    }
    let head = "| setting | default | accepts | meaning |\n| --- | --- | --- | --- |\n"
    return title + "\n\n" + head + rows.joined(separator: "\n")
  }

  private static func sentence(_ text: String) -> String {
    let text = text.prefix(1).uppercased() + text.dropFirst()
    return text.hasSuffix(".") ? text : text + "."
  }

  /// Without what would end a cell, begin HTML or be taken for emphasis.
  private static func cell(_ text: String) -> String {
    let marks: [(String, String)] = [
      ("|", "\\|"), ("<", "&lt;"), ("*", "\\*"), ("\n", " "),
    ]
    return marks.reduce(text) { $0.replacing($1.0, with: $1.1) }
  }
}
