import ArgumentParser
import Foundation
import Grids
import Reports
import Tasks
import Training
import Vocabulary

/// `zobench tasks`: the tasks, and what their examples look like.
struct TaskCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tasks", abstract: "Lists the tasks and shows their examples.",
    discussion: """
        zobench tasks 'mini-*'
        zobench tasks show mini-sst2 --limit 1

      Exit status: 0 printed; 64 usage, also a name that matches no task; 'tasks show' has more.
      """,
    subcommands: [List.self, Show.self], defaultSubcommand: List.self)
}

extension TaskCommands {
  /// `zobench tasks list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Prints every task with defaults.")

    @Argument(
      help: .init("Tasks, or patterns with * (default: all).", valueName: "name"),
      completion: .tasks)
    var names: [String] = []

    @Flag(help: "Print JSON.") var json = false

    func run() throws {
      let tasks = try NameChoice(names, "task").chosen(
        from: TaskCatalog.descriptions, by: \.name)
      if json { return Console.out(PrettyJSON.text(tasks)) }
      for task in tasks {
        let settings = task.defaults.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        Console.out("\(task.name): \(task.summary)")
        Console.out("    " + settings.joined(separator: ", "))
      }
    }
  }

  /// `zobench tasks show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints a task's first training examples and the sizes of its parts.",
      discussion: """
        Texts stand between « and », line ends as they are; + marks the options that are right. \
        Behind the size of a part stands how many of its examples each option is right for, where \
        all examples have the same options.

          zobench tasks show mini-sst2 --limit 1

        Exit status: 0 printed; 64 usage; 65 a task or data that cannot be used; 66 missing \
        data.
        """)

    @Argument(help: "The task's name, or a .yaml file that defines a task.") var name: String

    @OptionGroup var data: DataOptions

    @Option(help: .init("How many examples.", valueName: "n"), reading: Limit.whole(0...1 << 20))
    var limit = 3

    @Option(help: "A setting, for example template=1; may be repeated.") var set: [Assignment] = []

    @Flag(help: "Print JSON.") var json = false

    func validate() throws { try set.checkDistinct() }

    func run() throws {
      let preview = try preview()
      Console.out(json ? PrettyJSON.text(preview) : Console.printable(preview.text))
    }

    private func preview() throws -> TaskPreview {
      let place = data.directory.map {
        DataDirectory(URL(fileURLWithPath: $0.expandingHome))
      }
      let settings = set.values
      do {
        return try TaskPreview(of: .task(name, settings), data: place, limit: limit)
      } catch let problem as SettingsProblem {
        throw InputProblem(at: "tasks show", problem.description)
      }
    }
  }
}

extension TaskPreview {
  fileprivate var text: String {
    var lines = ["\(task)  version \(version), objective \(objective), metric \(metric)"]
    for part in parts { lines.append(Self.line(part)) }
    for (index, example) in examples.enumerated() { lines += Self.lines(example, index + 1) }
    return lines.joined(separator: "\n")
  }

  private static func line(_ part: Part) -> String {
    if let missing = part.missing { return "\(part.name): none; \(missing)" }
    let counts = part.balance?.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return "\(part.name): \(part.examples)"
      + (counts.map { "  (\($0.joined(separator: ", ")))" } ?? "")
  }

  private static func lines(_ example: Example, _ number: Int) -> [String] {
    var lines = ["", "--- example \(number)", "prompt: «\(example.prompt)»"]
    for (index, option) in example.options.enumerated() {
      lines.append("\(example.isRight(index) ? "+" : "-") «\(option)»")
    }
    if let answers = example.answers { lines.append("accepted: \(answers)") }
    if let calibration = example.calibration {
      lines.append("without input: «\(calibration.prompt)»")
    }
    let masked = example.maskedForm
    if masked.options.allSatisfy({ !$0.dropFirst().contains(" ") }), example.answers == nil {
      lines.append("masked: «\(masked.text())»" + masked.options.joined(separator: ","))
    }
    return lines
  }
}

extension Component {
  /// The task that a command names: one of the catalog, or the file that defines it.
  ///
  /// - Throws: every mistake in the file.
  static func task(
    _ name: String, _ settings: [String: SettingValue] = [:]
  ) throws -> Component {
    guard DefinitionFile.isName(name) else { return Component(name, settings) }
    return try DefinitionFile.component(name, settings, axis: .task, vocabulary: .catalogs)
  }
}
