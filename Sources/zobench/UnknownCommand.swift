import ArgumentParser
import Vocabulary

/// A first word that is no command is answered with the nearest one.
enum UnknownCommand {
  /// - Throws: exit status 64 after a message when `word` is neither an option nor a command.
  static func refuse(_ word: String?, of root: any ParsableCommand.Type) throws {
    guard let word, !word.hasPrefix("-") else { return }
    let names = root.configuration.subcommands.map { $0._commandName }
    guard !names.contains(word) else { return }
    let hint = nearestName(to: word, among: names).map { "; did you mean '\($0)'?" } ?? ""
    let text = "zobench: there is no command '\(word)'\(hint) 'zobench help' lists all commands"
    Console.error(Console.printable(text))
    throw ExitCode.validationFailure
  }
}
