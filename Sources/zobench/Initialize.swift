import ArgumentParser
import Foundation
import Tasks
import Vocabulary

/// `zobench init`: the files that a study begins with.
struct Initialize: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a starter grid, and with --csv a task from a table of texts and labels.",
    discussion: """
      With a table, four of five rows of each class are for training and development, the fifth \
      for the test.

        zobench init
        zobench init shop --csv reviews.csv --text review --label sentiment

      Exit status: 0 written; 64 usage; 65 a table that makes no task; 66 no such table; 73 \
      something is there, or cannot be written.
      """)

  @Argument(help: .init("What the study, and the task, are called.", valueName: "name"))
  var name = "study"

  @Option(
    help: .init("A table with a header: a task is made of it.", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var csv: String?

  @Option(
    help: .init(
      "The column with the text (default: by name, or the longest).",
      valueName: "column"))
  var text: String?

  @Option(
    help: .init(
      "The column with the label (default: by name, or the fewest values).",
      valueName: "column"))
  var label: String?

  @Option(
    help: .init("Where the files are written.", valueName: "directory"),
    completion: .directory)
  var directory = "."

  @OptionGroup var output: OutputOptions

  func validate() throws {
    let isPlain = name.utf8.allSatisfy {
      (48...57).contains($0) || (97...122).contains($0) || $0 == 45
    }
    guard isPlain, !name.isEmpty, name.count <= 40 else {
      throw ValidationError("a name has small letters, digits and hyphens, at most 40")
    }
    if csv == nil, text != nil || label != nil {
      throw ValidationError("--text and --label name columns of --csv")
    }
  }

  func run() throws {
    let task = try csv.map { path throws(InputProblem) in
      try StarterTask(URL(fileURLWithPath: path), name: name, text: text, label: label)
    }
    var files = [("\(name).grid", StarterGrid(name: name, task: task).text)]
    if let task {
      files.append(("\(name).yaml", task.description))
      files.append(("data/\(name)/train.csv", task.train))
      files.append(("data/\(name)/validation.csv", task.validation))
    }
    try output.write(files.map { ($0.0, Data($0.1.utf8)) }, in: directory)
    for (file, _) in files { Console.out(place(file)) }
    Console.error(advice(task))
  }

  private func place(_ file: String) -> String {
    directory == "." ? file : (directory as NSString).appendingPathComponent(file)
  }

  private func advice(_ task: StarterTask?) -> String {
    let grid = place("\(name).grid")
    var lines: [String] = []
    if let task {
      lines.append(
        "\(task.sizes.train) rows for training and development, \(task.sizes.validation) for the "
          + "test; text '\(task.text)', label '\(task.label)' of "
          + task.classes.joined(separator: ", "))
      lines.append(
        "  zobench tasks show \(place("\(name).yaml")) --data \(place("data"))   # the prompts")
    }
    lines.append("  zobench plan \(grid)")
    lines.append("  zobench run \(grid) --db \(place("\(name).sqlite")) --export \(place("out"))")
    return lines.joined(separator: "\n")
  }
}

/// A small grid that runs as it is, with what one changes first.
struct StarterGrid {
  var name: String
  var task: StarterTask?

  var text: String {
    let rows = task?.sizes.train ?? 1200
    let dev = max(1, min(200, rows / 5))
    return """
      # zobench plan \(name).grid shows what would run; zobench help run says the rest.
      zobench: 1
      name: \(name)
      question: Which optimizer is best for this task, and what does it need?

      models: [tiny-opt]             # or a directory, ORG/NAME, or { path: …, name: … }
      tasks: [\(task.map { "\($0.name).yaml" } ?? "mini-sst2")]\(task == nil
        ? "             # zobench tasks lists the others" : "")
      schemes: [lora]                # ft, prefix, prompt, …: zobench list schemes
      optimizers:                    # zobench list optimizers
        - fo-adam: { learningRate: 1e-3, steps: 100 }
        - zo-sgd: { learningRate: 1e-3, epsilon: 1e-2, steps: 400 }
        - fzoo: { learningRate: 1e-3, steps: 100 }
      seeds: [0]
      \(task == nil ? "" : "data: data\n")
      defaults: { batch: 8, evaluations: 4, train: \(max(1, min(1000, rows - dev))), dev: \(dev), \
      test: \(min(500, task?.sizes.validation ?? 500)), maxLength: 256 }

      """
  }
}
