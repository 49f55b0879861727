import ArgumentParser
import Foundation
import Grids
import Reports
import Storage
import Training
import Vocabulary

/// `zobench advise`: what fits a memory.
struct Advise: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows which schemes and optimizers fit into memory, and their measured accuracy.",
    discussion: """
      Peaks are forecast, so a directory with a config.json is enough of a model. Accuracy and \
      time are those of stored runs of this model with the same scheme, optimizer, format and \
      task. When nothing fits at f32 and bf16, the other formats are tried.

        zobench advise --memory 8GiB --model models/opt-1.3b --task sst2 --data data

      Exit status: 0 printed; 64 usage; 65 a model that cannot be used; 66 no such model.
      """)

  @OptionGroup var options: CellOptions

  @Option(help: .init("The task, whose texts decide lengths.", valueName: "task"))
  var task = "mini-sst2"

  @OptionGroup var database: DatabaseOptions

  @Option(help: .init("Examples per step.", valueName: "n"), reading: Limit.whole(Limit.counts))
  var batch = 16

  @Option(
    parsing: .upToNextOption,
    help: .init("Schemes.", valueName: "name"))
  var schemes = ["ft", "lora", "prefix", "prompt"]

  @Option(
    parsing: .upToNextOption,
    help: .init("Storage formats of the weights (default: f32 bf16).", valueName: "format"))
  var weights: [StorageFormat] = []

  @Flag(help: "Show every way, also those that do not fit.") var all = false
  @Flag(help: "Show scores of other models where this one has none.") var transfer = false
  @Flag(help: "Print JSON.") var json = false

  /// Steps whose batches decide the capacity: enough to meet the long texts.
  private static let sizedSteps = 64

  func validate() throws {
    guard options.memoryBudget != nil else {
      throw ValidationError("name the memory that there is with --memory, for example 8GiB")
    }
    guard options.model.count == 1 else { throw ValidationError("name one model with --model") }
    guard !options.set.contains(where: { ["seeds", "weights"].contains($0.name) }) else {
      throw ValidationError("--set: weights have an option of their own, and advice has no seeds")
    }
    try Self.check(schemes, "schemes", KnownComponents.catalogs.entries[.scheme]?.map(\.name))
    try Self.check([task], "task", KnownComponents.catalogs.entries[.task]?.map(\.name))
  }

  private static func check(_ names: [String], _ option: String, _ known: [String]?) throws {
    let known = known ?? []
    for name in names where !known.contains(name) && !name.hasSuffix(".yaml") {
      let hint = nearestName(to: name, among: known).map { "did you mean '\($0)'?" }
      throw ValidationError(
        "--\(option): there is no '\(name)'; "
          + (hint ?? "one of: " + known.joined(separator: ", ")))
    }
  }

  /// Formats that are tried when nothing fits in the usual ones.
  private static let smallFormats: [StorageFormat] = [.f16, .int8, .int4]

  private var model: String { options.model.first ?? "" }
  private var memory: Int { options.memoryBudget?.bytes ?? 0 }

  func run() throws {
    let planner = options.planner(for: nil, complete: false)
    let filter = try options.only.map { text throws(InputProblem) in try CellFilter(text) }
    let optimizers = (KnownComponents.catalogs.entries[.optimizer] ?? []).map(\.name)
      .filter { $0 != "compose" }
    func ways(_ formats: [StorageFormat]) throws -> [Advice.Option] {
      try formats.flatMap { weights in
        try schemes.flatMap { scheme in
          if Console.isInteractive { Console.error("forecasting \(scheme) in \(weights)") }
          return try optimizers.compactMap { try option(scheme, $0, weights, planner, filter) }
        }
      }
    }
    var found = try ways(weights.isEmpty ? [.f32, .bf16] : weights)
    if weights.isEmpty, !found.contains(where: { $0.bytes <= memory }) {
      found += try ways(Self.smallFormats)
    }
    let advice = Advice(
      model: model, task: task, memory: memory, options: found, results: try results(),
      transfers: transfer)
    let table = AdviceTable(
      advice, showsAll: all, overhead: ResidentMeasurement.overhead(),
      width: Console.outputColumns)
    Console.out(json ? table.json : table.text)
  }

  /// Nil for what does not go together, such as gradients with weights that have none.
  private func option(
    _ scheme: String, _ optimizer: String, _ weights: StorageFormat, _ planner: Planner,
    _ filter: CellFilter?
  ) throws -> Advice.Option? {
    var run = RunSettings()
    (run.steps, run.batch, run.weights) = (Self.sizedSteps, batch, weights)
    let cell = SeededCell(
      Cell(
        model: Component(model), task: Component(task), scheme: Component(scheme),
        optimizer: Component(optimizer), run: try options.run(run)), seed: 0)
    guard filter?.admits(cell) ?? true else { return nil }
    do throws(InputProblem) {
      let entry = try planner.entry(cell)
      return Advice.Option(
        scheme: scheme, optimizer: optimizer, weights: weights, bytes: entry.forecastBytes,
        passes: Double(entry.cost.passes) / Double(max(entry.steps, 1)),
        division: entry.division)
    } catch {
      if error.kind == .missing || error.place.contains(model) { throw error }
      return nil
    }
  }

  private func results() throws -> [RunResult] {
    let path = database.path
    guard database.isNamed || FileManager.default.fileExists(atPath: path) else { return [] }
    return try ResultStore(path: path, mode: .readOnly).results()
  }
}
