import ArgumentParser
import Foundation
import Reports
import Storage
import Training
import Vocabulary

/// `zobench advise`: what fits a memory.
struct Advise: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says which schemes and optimizers fit a memory, and how they were measured to do.",
    discussion: """
      Peaks are forecast, so a directory with a config.json is enough of a model. Accuracy and \
      time are those of the results database, of the same scheme, optimizer, format and task; on \
      another model where this one was not run.

        zobench advise --memory 8GiB --model models/opt-1.3b --task sst2 --data data

      Exit status: 0 printed; 64 usage; 65 a model that cannot be used; 66 no such model.
      """)

  @Option(help: "The memory that there is, as 8GiB.")
  var memory: ByteSize

  @Option(help: "An embedded model, a directory, or a name on the Hub.")
  var model: String

  @Option(help: "The task, whose texts decide lengths.")
  var task = "mini-sst2"

  @Option(
    help: "The directory with downloaded data sets (default: ZOBENCH_DATA).", completion: .directory
  )
  var data: String?

  @Option(help: "The results database, if there is one.", completion: .databases)
  var db = "results.sqlite"

  @Option(help: "Examples per step.")
  var batch = 16

  @Option(parsing: .upToNextOption, help: "Schemes (default: ft lora prefix prompt).")
  var schemes = ["ft", "lora", "prefix", "prompt"]

  @Option(parsing: .upToNextOption, help: "Storage formats of the weights (default: f32 bf16).")
  var weights = ["f32", "bf16"]

  @Flag(help: "Also what does not fit.") var all = false
  @Flag(help: "Print JSON.") var json = false

  /// Steps whose batches decide the capacity: enough to meet the long texts.
  private static let sizedSteps = 64

  func run() throws {
    let directory = data ?? ProcessInfo.processInfo.environment["ZOBENCH_DATA"]
    let planner = Planner(dataDirectory: directory, complete: false)
    let optimizers = (KnownComponents.catalogues.entries[.optimizer] ?? []).map(\.name)
      .filter { $0 != "compose" }
    var options: [Advice.Option] = []
    for scheme in schemes {
      for weights in weights {
        for optimizer in optimizers {
          guard let option = try option(scheme, optimizer, weights, planner) else { continue }
          options.append(option)
        }
      }
    }
    let advice = Advice(
      model: model, task: task, memory: memory.bytes, options: options, results: try results())
    let table = AdviceTable(advice, showsAll: all)
    Console.out(json ? table.json : table.text)
  }

  /// Nil for what does not go together, such as gradients with weights that have none.
  private func option(
    _ scheme: String, _ optimizer: String, _ weights: String, _ planner: Planner
  ) throws -> Advice.Option? {
    var run = RunSettings()
    (run.steps, run.batch, run.weights) = (Self.sizedSteps, batch, weights)
    let cell = Cell(
      model: Component(model), task: Component(task), scheme: Component(scheme),
      optimizer: Component(optimizer), run: run)
    do throws(InputProblem) {
      let entry = try planner.entry(SeededCell(cell, seed: 0))
      return Advice.Option(
        scheme: scheme, optimizer: optimizer, weights: weights, bytes: entry.forecastBytes,
        passes: Double(entry.cost.passes) / Double(max(entry.steps, 1)))
    } catch {
      if error.kind == .missing || error.place.contains(model) { throw error }
      return nil
    }
  }

  private func results() throws -> [RunResult] {
    guard FileManager.default.fileExists(atPath: db) else { return [] }
    return try ResultStore(path: db, mode: .readOnly).results()
  }
}
