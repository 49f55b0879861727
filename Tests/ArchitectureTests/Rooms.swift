import Foundation

/// The rooms as `ARCHITECTURE.md` tables them: which target may import what.
struct Room: Hashable {
  var name: String
  /// Targets of this package.
  var imports: Set<String>
  /// Modules of other packages or of the system.
  var external: Set<String>
}

enum Rooms {
  /// The table under `## Rooms`: | `name` | says | `imports` | `external` |.
  static func tabled() throws -> [Room] {
    let section =
      try SourceTree.text("ARCHITECTURE.md")
      .components(separatedBy: "\n## ").first { $0.hasPrefix("Rooms\n") } ?? ""
    return section.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
      guard cells.count == 6, let name = names(cells[1]).first else { return nil }
      return Room(
        name: name, imports: Set(names(cells[3])), external: Set(names(cells[4])))
    }
  }

  /// What `Package.swift` gives each target: its own targets and products of packages together.
  static func declared() throws -> [String: Set<String>] {
    let manifest = try SourceTree.text("Package.swift")
      .replacing(/,\s*package: "[^"]*"/, with: "")
    let pattern =
      /(?:module|target|executableTarget|systemLibrary)\(\s*(?:name: )?"(\w+)"(?:,\s*(?:dependencies: )?\[([^\]]*)\])?/
    var found: [String: Set<String>] = [:]
    for match in manifest.matches(of: pattern) {
      let list = match.2.map { quoted($0) } ?? []
      found[String(match.1)] = Set(list)
    }
    return found
  }

  private static func names(_ cell: Substring) -> [String] {
    cell.matches(of: /`(\w+)`/).map { String($0.1) }
  }

  private static func quoted(_ text: Substring) -> [String] {
    text.matches(of: /"(\w+)"/).map { String($0.1) }
  }
}
