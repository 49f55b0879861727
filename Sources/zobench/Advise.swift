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

  @OptionGroup var options: AdviceOptions

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
    try Self.check(schemes, "schemes", KnownComponents.catalogs.entries[.scheme]?.map(\.name))
    try Self.check([task], "task", KnownComponents.catalogs.entries[.task]?.map(\.name))
  }

  private static func check(_ names: [String], _ option: String, _ known: [String]?) throws {
    let known = known ?? []
    for name in names where !known.contains(name) && !name.hasSuffix(".yaml") {
      throw ValidationError(
        "--\(option): there is no '\(name)'; "
          + (didYouMean(name, among: known) ?? "one of: " + known.joined(separator: ", ")))
    }
  }

  /// Formats that are tried when nothing fits in the usual ones.
  private static let smallFormats: [StorageFormat] = [.f16, .int8, .int4]

  private var memory: Int { options.memoryBudget.bytes }

  func run() throws {
    let advice = Advice(
      model: options.model, task: task, memory: memory, options: try ways(),
      results: try results(), transfers: transfer)
    let table = AdviceTable(
      advice, showsAll: all, overhead: ResidentMeasurement.overhead(),
      width: Console.outputColumns)
    Console.out(json ? table.json : table.text)
  }

  /// In the usual formats, or where nothing fits in these, in the small ones too.
  private func ways() throws -> [Advice.Option] {
    defer { Console.status(nil) }
    let planner = options.planner
    let filter = try options.only.map { text throws(InputProblem) in try CellFilter(text) }
    func ways(_ formats: [StorageFormat]) throws -> [Advice.Option] {
      try formats.flatMap { weights in
        try schemes.flatMap { scheme in
          let cells = try cells(scheme, weights).filter { filter?.admits($0) ?? true }
          if !cells.isEmpty { Console.status("forecasting \(scheme) in \(weights)") }
          return try cells.compactMap { try option($0, planner) }
        }
      }
    }
    let found = try ways(weights.isEmpty ? [.f32, .bf16] : weights)
    guard weights.isEmpty, !found.contains(where: { $0.bytes <= memory }) else { return found }
    return try found + ways(Self.smallFormats)
  }

  /// A cell of each optimizer.
  private func cells(_ scheme: String, _ weights: StorageFormat) throws -> [SeededCell] {
    var run = RunSettings()
    (run.steps, run.batch, run.weights) = (Self.sizedSteps, batch, weights)
    let settings = try options.run(run)
    let optimizers = (KnownComponents.catalogs.entries[.optimizer] ?? []).map(\.name)
      .filter { $0 != "compose" }
    return optimizers.map { optimizer in
      SeededCell(
        Cell(
          model: Component(options.model), task: Component(task), scheme: Component(scheme),
          optimizer: Component(optimizer), run: settings), seed: 0)
    }
  }

  /// Nil for what does not go together, such as gradients with weights that have none.
  private func option(_ cell: SeededCell, _ planner: Planner) throws -> Advice.Option? {
    do throws(InputProblem) {
      let entry = try planner.entry(cell)
      return Advice.Option(
        scheme: cell.cell.scheme.name, optimizer: cell.cell.optimizer.name,
        weights: cell.cell.run.weights, bytes: entry.forecastBytes,
        extremes: try planner.extremes(cell),
        passes: Double(entry.cost.passes) / Double(max(entry.steps, 1)),
        isFirstOrder: entry.cost.backwards > 0 && entry.cost.forwards == entry.cost.backwards,
        division: entry.division)
    } catch {
      if error.kind == .missing || error.place.contains(options.model) { throw error }
      return nil
    }
  }

  private func results() throws -> [RunResult] {
    let path = database.path
    guard database.isNamed || FileManager.default.fileExists(atPath: path) else { return [] }
    return try ResultStore(path: path, mode: .readOnly).results()
  }
}
