import ArgumentParser
import Foundation
import Vocabulary

/// An option that takes one value and is given two: the parser would take the last one without a
/// word.
enum RepeatedOption {
  /// What the parser tells of a command.
  private struct Declaration: Decodable {
    struct Argument: Decodable {
      var kind: String
      var isRepeating: Bool
      var names: [Name]?

      var spellings: Set<String> { Set((names ?? []).map(\.spelling)) }
    }

    struct Name: Decodable {
      var kind: String
      var name: String

      var spelling: String { (kind == "long" ? "--" : "-") + name }
    }

    var commandName: String
    var subcommands: [Declaration]?
    var arguments: [Argument]?

    /// The command that the words begin with.
    func command(of words: some Sequence<String>) -> Declaration {
      for word in words where !word.hasPrefix("-") {
        return subcommands?.first { $0.commandName == word }?.command(of: words.dropFirst()) ?? self
      }
      return self
    }
  }

  private struct Root: Decodable { var command: Declaration }

  /// - Throws: exit status 64 after a message when one of `words` is such an option.
  static func refuse(_ words: [String], of root: any ParsableCommand.Type) throws {
    let options = words.prefix { $0 != "--" }.filter { $0.hasPrefix("-") }.map(name)
    // Declarations are made only for what can be a repetition, under one name or two.
    guard Set(options).count < options.count || options.contains(where: isShort) else { return }
    let declared = try JSONDecoder().decode(Root.self, from: Data(root._dumpHelp().utf8))
    for argument in declared.command.command(of: words).arguments ?? []
    where argument.kind == "option" && !argument.isRepeating {
      let given = options.filter(argument.spellings.contains)
      guard given.count > 1, let first = given.first else { continue }
      let text = "zobench: \(first) takes one value and is given \(given.count) times"
      Console.error(Console.printable(text))
      throw ExitCode.validationFailure
    }
  }

  /// `--out=a` without its value.
  private static func name(_ word: String) -> String { String(word.prefix { $0 != "=" }) }

  private static func isShort(_ word: String) -> Bool { !word.hasPrefix("--") }
}

/// A first word that is no command is answered with the nearest one.
enum UnknownCommand {
  /// - Throws: exit status 64 after a message when `word` is neither an option nor a command.
  static func refuse(_ word: String?, of root: any ParsableCommand.Type) throws {
    guard let word, !word.hasPrefix("-") else { return }
    let names = root.configuration.subcommands.map { $0._commandName }
    guard !names.contains(word) else { return }
    let hint = didYouMean(word, among: names).map { $0 + " " } ?? ""
    let text = "zobench: there is no command '\(word)'; \(hint)'zobench help' lists all commands"
    Console.error(Console.printable(text))
    throw ExitCode.validationFailure
  }
}
