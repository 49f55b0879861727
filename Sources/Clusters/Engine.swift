/// A scheduler that can run the shards of a study, as far as its files go.
package protocol Engine: Sendable {
  /// What `submit --engine` calls it.
  static var name: String { get }
  /// The files that tell the scheduler of a plan, to be written into its directory.
  static func files(_ plan: JobPlan) -> [JobFile]
}

/// A file for a scheduler.
package struct JobFile: Hashable, Sendable {
  package var name: String
  package var text: String
  /// The class of memory whose shards it is about; nil is all.
  package var memoryClass: Int?
  /// The words of the command that hands the file over and returns; empty for a file beside others.
  package var submission: [String] = []
  /// A command that a person starts, since it works until all is done.
  package var foreground: String?
}

/// Words of a shell's command.
enum Shell {
  /// A word that a POSIX shell reads as it is.
  static func quoted(_ word: String) -> String {
    let plain = word.allSatisfy { character in
      character.isASCII && (character.isLetter || character.isNumber)
        || "/._-=+:,@%{}".contains(character)
    }
    // Braces with a comma or dots would be expanded.
    let expands = word.contains("{") && (word.contains(",") || word.contains(".."))
    if plain, !expands, !word.isEmpty { return word }
    return "'" + word.replacing("'", with: "'\\''") + "'"
  }

  static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }
}
