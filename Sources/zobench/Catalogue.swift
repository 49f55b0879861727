import ArgumentParser
import Reports
import Training
import Vocabulary

/// `zobench list`: what a grid may name.
struct Catalogue: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Prints models, tasks, schemes and optimizers with defaults.",
    discussion: """
      The names that a grid may use, with each setting's default, what it accepts and what it is.

        zobench list optimizers

      Exit status: 0 printed; 64 there is no such axis.
      """)

  @Argument(help: "One axis: models, tasks, schemes or optimizers (default: all).")
  var axis: Axis?

  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let axes = Axis.allCases.filter { self.axis == nil || self.axis == $0 }
    if json {
      let entries = axes.map { ($0.rawValue + "s", KnownComponents.catalogues.entries[$0] ?? []) }
      return Console.out(PrettyJSON.text(Dictionary(uniqueKeysWithValues: entries)))
    }
    for axis in axes {
      Console.out("\(axis.rawValue)s")
      for entry in KnownComponents.catalogues.entries[axis] ?? [] {
        Console.out("  \(entry.name): \(entry.summary)")
        for setting in entry.declarations { Console.out(Self.line(setting)) }
      }
    }
  }
}

extension Catalogue {
  /// The line of a setting.
  ///
  /// For example `rank: 8 (an integer, in 1 ... 65536) The rank of an update.`
  private static func line(_ setting: SettingDeclaration) -> String {
    let text = "      \(setting.name): \(setting.initial) (\(setting.accepts))"
    return setting.explanation.isEmpty ? text : text + " " + setting.explanation
  }
}

extension Axis: ExpressibleByArgument {
  /// `optimizer` or `optimizers`.
  public init?(argument: String) {
    let name = argument.hasSuffix("s") ? String(argument.dropLast()) : argument
    self.init(rawValue: name.lowercased())
  }
}
