import Foundation

/// The program's declarations, as ArgumentParser tells them.
struct DeclaredCommands: Decodable {
  struct Command: Decodable {
    var commandName: String
    var subcommands: [Command]?
    var arguments: [DeclaredArgument]?

    func leaves(_ path: [String]) -> [String: [DeclaredArgument]] {
      let children = (subcommands ?? []).filter { $0.commandName != "help" }
      guard children.isEmpty else {
        return children.reduce(into: [:]) { all, child in
          all.merge(child.leaves(path + [child.commandName])) { first, _ in first }
        }
      }
      var place = 0
      let own = (arguments ?? []).map { argument in
        var argument = argument
        if argument.kind == "positional" {
          argument.place = place
          place += 1
        }
        return argument
      }
      return [path.joined(separator: " "): own]
    }
  }

  var command: Command

  /// What every command declares, flags too, by the command's name.
  static func all() throws -> [String: [DeclaredArgument]] {
    let text = try Program.run("--experimental-dump-help", in: Scratch()).out
    let dump = try JSONDecoder().decode(DeclaredCommands.self, from: Data(text.utf8))
    return dump.command.leaves([])
  }
}

/// An option, or an argument with its place.
struct DeclaredArgument: Decodable {
  struct Name: Decodable {
    var kind: String
    var name: String
  }

  var kind: String
  var names: [Name]?
  var valueName: String?
  var abstract: String?
  var defaultValue: String?
  var isOptional: Bool
  var isRepeating: Bool
  var place: Int?

  private enum CodingKeys: CodingKey {
    case kind, names, valueName, abstract, defaultValue, isOptional, isRepeating
  }

  /// Whether help says what holds where it is not given; what is hidden says nothing.
  var tellsDefault: Bool {
    abstract == nil || defaultValue != nil || abstract?.contains("(default: ") == true
  }

  /// As it is written: `--out`, `-o`; empty for an argument with a place.
  var spellings: [String] {
    (names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name }
  }

  /// A call with this value in place of what it has, or beside it; nil where it cannot stand.
  func replacing(in call: [String], with value: String) -> [String]? {
    var words = call
    if let place {
      let count = words.firstIndex { $0.hasPrefix("--") } ?? words.count
      guard place <= count else { return nil }
      words.replaceSubrange(place..<min(place + 1, count), with: [value])
      return words
    }
    guard let name = names?.first(where: { $0.kind == "long" }) ?? names?.first else { return nil }
    let option = (name.kind == "long" ? "--" : "-") + name.name
    if let old = words.firstIndex(of: option) { words.removeSubrange(old...old + 1) }
    return words + ["\(option)=\(value)"]
  }
}
