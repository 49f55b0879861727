import ArgumentParser
import Clusters
import Foundation
import Reports
import Training
import Vocabulary

/// `zobench scale`: one cell on many nodes, on paper.
struct Scale: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Forecasts, on paper, the steps of a cell that many nodes share.",
    discussion: """
      Nothing runs; 'mpirun -n P zobench run' shares steps. A zeroth-order step exchanges losses, \
      a first-order step gradients. FLOPs and bytes are exact forecasts, for which a \
      config.json is enough; what a node and its network reach are options, whose defaults the \
      table states. Passes are divided evenly, nothing overlaps, every node makes the whole update.

        zobench scale Results/memory/opt-13b --optimizers zo-sgd,fo-adam
        zobench scale Results/memory/opt-13b --bandwidth 400 --network 25

      Exit status: 0 printed; 64 usage; 65 a model that cannot be used; 66 no such model.
      """)

  @Argument(help: "A model's name or directory.", completion: .models)
  var model: String

  @Option(help: "The task.", completion: .tasks) var task = "mini-sst2"

  @Option(help: .init("Optimizers, separated by commas.", valueName: "names"))
  var optimizers: ComponentList = ["zo-sgd", "fzoo", "es", "fo-adam"]

  @Option(help: .init("Examples per step.", valueName: "n"), reading: Limit.whole(Limit.counts))
  var batch = 16
  @Option(help: .init("Steps of a run.", valueName: "n"), reading: Limit.whole(Limit.counts))
  var steps = 20_000

  @Option(
    help: .init(
      "TFLOP/s of a node in passes (0.45 measured on two threads, here for 16).",
      valueName: "number"),
    reading: Limit.number(0.001...1e6))
  var tflops = 3.6

  @Option(
    help: .init(
      "GB/s of a node's memory in updates (27 measured on two threads).", valueName: "number"),
    reading: Limit.number(0.1...1e6))
  var bandwidth = 100.0

  @Option(help: .hidden) var memory: String?

  @Option(
    help: .init("Gbit/s of a node's network.", valueName: "number"),
    reading: Limit.number(0.001...1e6))
  var network = 100.0

  @Option(
    help: .init("Microseconds of a message.", valueName: "number"),
    reading: Limit.number(0...1e6))
  var latency = 20.0

  @OptionGroup var data: DataOptions

  @Flag(help: "Print JSON.") var json = false
  @Flag(help: "Print a table in Markdown.") var markdown = false

  private static let nodes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]

  func validate() throws {
    if json && markdown { throw ValidationError("--json and --markdown are two formats; give one") }
    if memory != nil {
      throw ValidationError("--memory is a size elsewhere; GB/s are given with --bandwidth")
    }
  }

  private var cluster: ClusterModel {
    ClusterModel(
      flops: tflops * 1e12, memory: bandwidth * 1e9, network: network * 1e9 / 8,
      latency: latency * 1e-6)
  }

  func run() throws {
    let planner = data.planner(complete: false)
    let parts = PartOptions([.task: "--task", .optimizer: "--optimizers"])
    let rows = try optimizers.components.map { optimizer in
      let entry = try parts.checked { try planner.entry(SeededCell(cell(optimizer), seed: 0)) }
      let forecast = ScaleForecast(entry)
      return Row(
        forecast: forecast, steps: Self.nodes.map { forecast.step(on: $0, of: cluster) })
    }
    if json { return Console.out(PrettyJSON.text(rows)) }
    let text = ScaleText(rows: rows, assumptions: assumptions, width: Console.outputColumns)
    Console.out(Console.printable(markdown ? text.markdown : text.table))
  }

  private func cell(_ optimizer: Component) -> Cell {
    var run = RunSettings()
    (run.steps, run.batch) = (steps, batch)
    return Cell(
      model: Component(model), task: Component(task), scheme: Component("ft"),
      optimizer: optimizer, run: run)
  }

  fileprivate struct Row: Encodable {
    var forecast: ScaleForecast
    var steps: [ScaleForecast.Step]
  }

  private var assumptions: String {
    """
    \(model), \(task), full fine-tuning, batches of \(batch), \(steps) steps, f32. On paper: \
    a node reaches \(tflops) TFLOP/s in passes and \(bandwidth) GB/s in updates; the network has \
    \(network) Gbit/s and \(latency) µs a message.
    """
  }
}

/// The forecasts of some optimizers on more and more nodes, for a terminal or in Markdown.
private struct ScaleText {
  let rows: [Scale.Row]
  let assumptions: String
  /// Columns of the terminal; nil where no lines are broken.
  let width: Int?

  var table: String {
    let head = width.map { TextWrap.lines(assumptions, width: $0) } ?? [assumptions]
    let table = TextTable(
      columns: [
        ("optimizer", .left), ("nodes", .right), ("s / step", .right), ("exchange", .right),
        ("days", .right), ("times faster", .right), ("bytes / step", .right),
      ], rows: cells(exchange: Self.duration))
    let lines = table.folded(to: width, keeping: 4).flatMap(\.self)
    return (head + [""] + lines).joined(separator: "\n")
  }

  var markdown: String {
    let head = """
      | optimizer | nodes | s / step | exchange s | days | times faster | bytes / step |
      | --- | ---: | ---: | ---: | ---: | ---: | ---: |
      """
    let lines = cells(exchange: Self.number).map { "| " + $0.joined(separator: " | ") + " |" }
    return ([assumptions, "", head] + lines).joined(separator: "\n")
  }

  /// - Parameter exchange: how seconds of an exchange are written.
  private func cells(exchange: (Double) -> String) -> [[String]] {
    rows.flatMap { row in
      row.steps.map { step in
        let faster = (row.steps.first?.seconds ?? 0) / step.seconds
        let days = step.seconds * Double(row.forecast.steps) / 86_400
        return [
          row.forecast.optimizer, "\(step.nodes)", Self.number(step.seconds),
          exchange(step.exchange), Self.number(days), Self.number(faster),
          NumberText.bytes(Int(step.bytes)),
        ]
      }
    }
  }

  /// `4.11 s`, `20 µs`.
  private static func duration(_ seconds: Double) -> String {
    seconds > 0 && seconds < 1e-3 ? number(seconds * 1e6) + " µs" : number(seconds) + " s"
  }

  private static func number(_ value: Double) -> String { String(format: "%.3g", value) }
}

/// A study on nodes that fail, simulated with the shards that would be handed over.
struct SimulationOptions: ParsableArguments {
  @Option(
    help: .init(
      "Hand over nothing; simulate so many nodes that fail, and what a log saves.",
      valueName: "nodes"),
    transform: Limit.whole(1...100_000))
  var simulate: Int?

  @Option(
    help: .init("Mean hours of work between failures of a simulated node.", valueName: "hours"),
    reading: Limit.number(0.01...1e9))
  var failureHours = 1000.0

  /// - Parameter tasks: seconds of each shard.
  func text(_ tasks: [Double], nodes: Int) -> String {
    let total = tasks.reduce(0, +)
    let longest = tasks.max() ?? 0
    let head = """
      Simulated: \(tasks.count) shards of \(hours(total)) h in all, the longest \
      \(hours(longest)) h; a node fails once in \(hours(3600 * failureHours)) h of work and is \
      back after 30 min; a task waits 2 min and starts in 30 s; its log is kept every 2 s.

      | nodes | failures | hours | no failures | work lost, h | hours without logs | work lost, h |
      | ---: | ---: | ---: | ---: | ---: | ---: | ---: |

      """
    let counts = [1, 10, 100, 1000, 10_000].filter { $0 < nodes } + [nodes]
    return head + counts.map { line(tasks, on: $0) }.joined(separator: "\n")
  }

  private func line(_ tasks: [Double], on nodes: Int) -> String {
    var cluster = ClusterSimulation(nodes: nodes, failureSeconds: 3600 * failureHours)
    let kept = cluster.run(tasks)
    cluster.keptSeconds = nil
    let forgotten = cluster.run(tasks)
    cluster.failureSeconds = .infinity
    let quiet = cluster.run(tasks)
    let cells = [
      "\(nodes)", "\(kept.failures)", hours(kept.seconds), hours(quiet.seconds),
      hours(kept.lostSeconds), hours(forgotten.seconds), hours(forgotten.lostSeconds),
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  private func hours(_ seconds: Double) -> String { String(format: "%.3g", seconds / 3600) }
}
