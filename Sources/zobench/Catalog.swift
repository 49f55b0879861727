import ArgumentParser
import Reports
import Training
import Vocabulary

/// `zobench list`: what a grid may name.
struct Catalog: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Prints models, tasks, schemes and optimizers with defaults.",
    discussion: """
      The names that a grid may use, with each setting's default, what it accepts and what it is.

        zobench list optimizers
        zobench list zo-sgd lora

      Exit status: 0 printed; 64 there is no such axis or name.
      """)

  @Argument(
    help: .init(
      "Axes (models, tasks, schemes, optimizers) or names on them (default: all).",
      valueName: "name"))
  var names: [String] = []

  @Flag(help: "Print JSON.") var json = false
  @Flag(help: "Print Markdown, with a table of each name's settings.") var markdown = false

  func run() throws {
    if json && markdown { throw ValidationError("--json and --markdown are two formats; give one") }
    let chosen = try chosen()
    if markdown {
      let pages = chosen.map { CatalogPage(axis: $0.axis, entries: $0.entries).text }
      return Console.out(pages.joined(separator: "\n\n"))
    }
    if json {
      let entries = chosen.map { ($0.axis.rawValue + "s", $0.entries) }
      return Console.out(PrettyJSON.text(Dictionary(uniqueKeysWithValues: entries)))
    }
    for (axis, entries) in chosen {
      Console.out("\(axis.rawValue)s")
      for entry in entries {
        let settings = entry.declarations.flatMap { Self.lines($0, indent: 6) }
        for line in ["  \(entry.name): \(entry.summary)"] + settings {
          for row in Self.fitted(line) { Console.out(row) }
        }
      }
    }
  }
}

extension Catalog {
  /// The entries that are meant, by axis.
  private func chosen() throws -> [(axis: Axis, entries: [ComponentDescription])] {
    let known = KnownComponents.listed
    let axes = Set(names.compactMap { Axis(named: $0.lowercased()) })
    let others = names.filter { Axis(named: $0.lowercased()) == nil }
    let all = Axis.allCases.flatMap { known[$0] ?? [] }.map(\.name)
    for name in others where !all.contains(name) {
      let names = all + Axis.allCases.map { $0.rawValue + "s" }
      throw ValidationError(
        "there is no '\(name)'; "
          + (didYouMean(name, among: names) ?? "'zobench list' shows all"))
    }
    return Axis.allCases.compactMap { axis in
      let entries = (known[axis] ?? []).filter {
        names.isEmpty || axes.contains(axis) || others.contains($0.name)
      }
      return entries.isEmpty ? nil : (axis, entries)
    }
  }

  /// A line as wide as the terminal, its continuations set in; whole where there is no terminal.
  private static func fitted(_ line: String) -> [String] {
    guard let width = Console.outputColumns, line.count > width else { return [line] }
    let margin = String(line.prefix { $0 == " " })
    let rows = TextWrap.lines(line, width: width, indent: margin + hanging)
    return [String((rows.first ?? "").dropFirst(hanging.count))] + rows.dropFirst()
  }

  private static let hanging = "    "

  /// The line of a setting, and below it those of the parts that it may name.
  ///
  /// For example `rank: 8 (an integer, in 1 ... 65536) The rank of an update.`
  private static func lines(_ setting: SettingDeclaration, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    let text = margin + "\(setting.name): \(setting.initial) (\(setting.accepts))"
    let parts = setting.range.parts.filter { !$0.declarations.isEmpty }
    return [setting.explanation.isEmpty ? text : text + " " + setting.explanation]
      + parts.flatMap { part in
        [margin + "  \(part.name)"]
          + part.declarations.flatMap { lines($0, indent: indent + 4) }
      }
  }
}

/// An axis of a grid as a page of Markdown: everything that it may name, from the declarations.
struct CatalogPage {
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
    let rows = entry.declarations.flatMap { Self.rows($0) }
    let head = "| setting | default | accepts | meaning |\n| --- | --- | --- | --- |\n"
    return title + "\n\n" + head + rows.joined(separator: "\n")
  }

  /// A setting, and those of the parts that it may name: `estimator.two-sided.epsilon`.
  private static func rows(_ setting: SettingDeclaration, in place: String = "") -> [String] {
    let name = place + setting.name
    let columns = ["`\(name)`", "\(setting.initial)", setting.accepts, setting.explanation]
    return ["| " + columns.map(cell).joined(separator: " | ") + " |"]
      + setting.range.parts.flatMap { part in
        part.declarations.flatMap { rows($0, in: "\(name).\(part.name).") }
      }
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
