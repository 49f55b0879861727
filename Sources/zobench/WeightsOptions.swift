import ArgumentParser
import Foundation
import Storage
import Training
import Vocabulary

/// Which weights predict, and what they are asked.
struct WeightsOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A model: embedded, a directory, or ORG/NAME[@REV]; with --adapter its base.",
      valueName: "model"), completion: .models)
  var model: String?

  @Option(
    help: ArgumentHelp(
      "A directory with a LoRA, prefix or prompt in PEFT's files.", valueName: "directory"),
    completion: .directory)
  var adapter: String?

  @Option(
    help: ArgumentHelp(
      "A stored run: its digest's beginning, its cell's name, or a filter.", valueName: "run"))
  var cell: String?

  @Option(
    help: ArgumentHelp("The results database, for --cell.", valueName: "file"),
    completion: .databases)
  var db = "results.sqlite"

  @Option(
    help: ArgumentHelp(
      "The task: a name, such as 'sst2' or 'sst2(template: 1)', or a .yaml file (default: the one "
        + "that the weights were trained on).", valueName: "task"), completion: .tasks)
  var task: String?

  @Option(
    help: ArgumentHelp(
      "The directory with downloaded data sets (default: the export's, or ZOBENCH_DATA).",
      valueName: "directory"),
    completion: .directory)
  var data: String?

  @Option(
    help: ArgumentHelp(
      "A run setting, for example maxLength=128 or weights=bf16; may be repeated.",
      valueName: "key=value"))
  var set: [Assignment] = []

  func validate() throws {
    try set.checkDistinct()
    guard (cell == nil) != (model == nil && adapter == nil) else {
      throw ValidationError("name the weights with --model, --adapter or --cell")
    }
    if cell != nil, !set.isEmpty {
      throw ValidationError("--set changes nothing of a stored run; leave it out with --cell")
    }
  }

  /// What predicts, and what a database has of its test.
  func predictor(readingFile: Bool) throws -> (Predictor, stored: TestResult?) {
    let asked = try task.map(Self.component)
    if let cell {
      let (predictor, stored) = try stored(cell)
      return (predictor.asking(asked), asked == nil ? stored : nil)
    }
    let weights = try ExportedWeights(model: model, adapter: adapter)
    guard let task = asked ?? weights.record?.cell.cell.task else {
      throw ValidationError("name the task with --task: nothing beside the weights says it")
    }
    let settings = (weights.record?.cell.cell.run ?? RunSettings()).values
      .merging(set.values) { _, new in new }
    let run: RunSettings
    do {
      run = try RunSettings.resolved(from: Component("--set", settings))
    } catch {
      throw ValidationError(error.description)
    }
    // Without a directory the rows of one's own are all that is read.
    let data = directory(of: weights.record) ?? (readingFile ? "." : nil)
    let planner = Planner(dataDirectory: data, complete: true)
    return (try Predictor(weights, task: task, run: run, planner: planner), nil)
  }

  /// Where data sets are: as given, as the export found them if they are still there, or as the
  /// environment says.
  private func directory(of record: ExportRecord? = nil) -> String? {
    let found = record?.data.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
    return data ?? found ?? DataOptions.ofEnvironment
  }

  private func stored(_ cell: String) throws -> (Predictor, TestResult?) {
    let store = try ResultStore(path: db, mode: .readOnly)
    let run = try RunChoice(cell).choose(among: store.knownRuns(), of: db)
    let result = try store.results().first { $0.identity == run.identity }
    guard let result, let chosen = result.chosen else {
      throw InputProblem(.missing, at: "\(db): \(run.cell.cell.name)", "has not ended well")
    }
    let log = try store.progress(of: run.identity)[chosen]
    let planner = Planner(dataDirectory: directory(), complete: true)
    return (
      try Predictor(run.cell, run.identity, chosen: log, planner: planner), result.test
    )
  }

  /// `sst2`, `sst2(template: 1)` or `shop.yaml`.
  private static func component(_ text: String) throws -> Component {
    guard let components = ComponentList(argument: text)?.components, components.count == 1 else {
      throw ValidationError("--task must be one name, such as sst2 or sst2(template: 1)")
    }
    return try .task(components[0].name, components[0].settings)
  }
}
