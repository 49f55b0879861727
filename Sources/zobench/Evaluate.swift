import ArgumentParser
import Foundation
import Laboratory
import Reports
import Tasks
import Training
import Vocabulary

/// `zobench eval`: the score of trained weights.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Scores trained weights on a labeled file, or on a split of a task.",
    discussion: """
      Predictions are those of 'predict' and of a run's test. A stored run on its own test split \
      must give the stored predictions; else the status is 2.

        zobench eval reviews.csv --adapter out/shop-lora-seed0-1a2b3c
        zobench eval --cell 'optimizer=zo-sgd,seed=0' --db results.sqlite
        zobench eval --model tiny-opt --task mini-sst2 --set test=200

      Exit status: 0 printed; 2 other predictions than stored; 64 usage; 65 rows, task or \
      weights that cannot be used; 66 a missing file.
      """)

  @Argument(
    help: ArgumentHelp(
      "Rows with labels: .csv, .tsv, .jsonl or .json (default: --split).", valueName: "file"),
    completion: .file(extensions: ["csv", "tsv", "jsonl", "json"]))
  var file: String?

  @OptionGroup var weights: WeightsOptions

  @Option(
    help: ArgumentHelp(
      "The split of the task's own data: train, dev or test.", valueName: "split"),
    completion: .list(Split.allCases.map(\.rawValue)))
  var split: String?

  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard file == nil || split == nil else {
      throw ValidationError("give either a file or --split")
    }
    if let split, Split(rawValue: split) == nil {
      throw ValidationError("--split must be train, dev or test, not '\(split)'")
    }
  }

  func run() throws {
    let (predictor, stored) = try weights.predictor(readingFile: file != nil)
    let task = predictor.seeded.cell.task
    let summary: EvaluationSummary
    if let file {
      let rows = try AskedRows(URL(fileURLWithPath: file), of: task)
      if let place = rows.firstUnlabeled {
        throw InputProblem(at: place, "has no label; 'zobench predict' needs none")
      }
      let (_, result) = try predictor.evaluation(of: rows.examples)
      summary = EvaluationSummary(
        result, task: task.description, metric: rows.metric, of: rows.examples,
        classes: rows.classes)
    } else {
      let split = split.flatMap(Split.init(rawValue:)) ?? .test
      let examples = try predictor.examples(of: split)
      let (_, result) = try predictor.evaluation(of: examples)
      let (metric, classes) = try TaskCatalog.judgement(of: task)
      summary = EvaluationSummary(
        result, task: task.description, metric: metric, of: examples, classes: classes,
        stored: split == .test ? stored : nil)
    }
    Console.out(json ? PrettyJSON.text(summary) : Console.printable(summary.text))
    if summary.equalsStored == false { throw RunExit.someFailed }
  }
}

extension EvaluationSummary {
  fileprivate var text: String {
    var lines = ["\(task), \(examples) example\(examples == 1 ? "" : "s")"]
    let interval = low.flatMap { low in
      high.map { String(format: "  (95 %%: %.1f to %.1f)", 100 * low, 100 * $0) }
    }
    lines.append(Self.line(metric, score) + (interval ?? ""))
    for (name, value) in metrics.sorted(by: { $0.key < $1.key }) where name != metric {
      lines.append(
        name == Metric.loss.rawValue
          ? "loss".padded(12) + String(format: "%.4f", value) : Self.line(name, value))
    }
    for item in classes ?? [] {
      lines.append(
        "  " + item.name.padded(20) + " \(item.correct) of \(item.examples) right")
    }
    if let stored, let equalsStored {
      lines.append(
        Self.line("stored", stored)
          + (equalsStored ? "  the same predictions" : "  OTHER PREDICTIONS"))
    }
    return lines.joined(separator: "\n")
  }

  private static func line(_ name: String, _ share: Double) -> String {
    name.padded(12) + String(format: "%.2f %%", 100 * share)
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String {
    padding(toLength: max(width, count), withPad: " ", startingAt: 0)
  }
}
