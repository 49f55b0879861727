import Foundation
import Vocabulary

/// The results files of lm-evaluation-harness, `MODEL/results_TIME.json`, one run each.
package struct HarnessExporter: RunExporter {
  package static let name = "lm-eval"

  package init() {}

  package func files(_ runs: [DatedRun]) -> [ExportedFile] {
    var used: Set<String> = []
    return runs.filter { $0.result.test != nil }.map { run in
      let time = run.finished.replacing(":", with: "-").replacing("Z", with: "")
      var path = "\(run.name)/results_\(time).json"
      if !used.insert(path).inserted { path = "\(run.name)/results_\(time)-\(used.count).json" }
      return ExportedFile(path, Data((PrettyJSON.text(Self.results(run))).utf8))
    }
  }

  /// What the harness calls a metric, `acc` for accuracy, with the filter that it names.
  private static func key(_ metric: String, suffix: String = "") -> String {
    let names = [
      Metric.accuracy.rawValue: "acc", Metric.exactMatch.rawValue: "exact_match",
      Metric.f1.rawValue: "f1",
    ]
    return (names[metric] ?? metric) + suffix + ",none"
  }

  /// Metrics of answers that were generated.
  private static let answerMetrics: Set = [Metric.f1.rawValue, Metric.exactMatch.rawValue]

  /// Examples in the prompt, which the scheme `icl` or the task says.
  private static func shots(of cell: Cell) -> SettingValue {
    [cell.scheme, cell.task].compactMap { $0.settings["shots"] }.first { $0 != .integer(0) }
      ?? .integer(0)
  }

  private static func results(_ run: DatedRun) -> SettingValue {
    let (cell, test) = (run.result.cell.cell, run.result.test)
    let task = cell.task.name
    let metrics = test?.metrics ?? [:]
    var scores: [String: SettingValue] = ["alias": .text(task)]
    for (name, value) in metrics { scores[key(name)] = .number(value) }
    if let test, let accuracy = metrics[Metric.accuracy.rawValue], test.examples > 1 {
      let error = (accuracy * (1 - accuracy) / Double(test.examples - 1)).squareRoot()
      scores[key(Metric.accuracy.rawValue, suffix: "_stderr")] = .number(error)
    }
    let higher = metrics.keys.sorted().map { name in
      (
        String(key(name).dropLast(",none".count)),
        SettingValue.boolean(name != Metric.loss.rawValue)
      )
    }
    let shots = shots(of: cell)
    let isChoice = Set(metrics.keys).isDisjoint(with: answerMetrics)
    let samples = SettingValue.map([
      "original": .integer(test?.examples ?? 0), "effective": .integer(test?.examples ?? 0),
    ])
    return .map([
      "results": .map([task: .map(scores)]), "group_subtasks": .map([task: .list([])]),
      "configs": .map([
        task: .map([
          "task": .text(task),
          "output_type": .text(isChoice ? "multiple_choice" : "generate_until"),
          "num_fewshot": shots,
          "metadata": .map(Dictionary(run.parameters.map { ($0.name, .text($0.value)) }) { $1 }),
        ])
      ]),
      "versions": .map([task: .integer(run.result.identity.semantics)]),
      "n-shot": .map([task: shots]),
      "higher_is_better": .map([task: .map(Dictionary(higher) { $1 })]),
      "n-samples": .map([task: samples]),
      "config": .map([
        "model": .text("zobench"),
        "model_args": .text(
          "pretrained=\(cell.model.name),peft=\(cell.scheme),optimizer=\(cell.optimizer)"),
        "batch_size": .integer(cell.run.examplesOfEvaluation), "device": .text("cpu"),
        "random_seed": .integer(run.result.cell.seed),
      ]),
      "git_hash": .text(run.machine?.version ?? ""), "date": .number(run.times.end),
      "model_source": .text("zobench"), "model_name": .text(cell.model.shown),
      "model_name_sanitized": .text(run.name), "start_time": .number(run.times.start),
      "end_time": .number(run.times.end),
      "total_evaluation_time_seconds": .text("\(run.times.end - run.times.start)"),
    ])
  }
}
