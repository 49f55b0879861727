import ArgumentParser
import Foundation
import Laboratory
import Reports
import Training
import Vocabulary

/// `zobench bench`: what a training step costs.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Times the training steps of one cell, phase by phase.",
    discussion: """
      Batches are the training file's examples in its order. Seconds are medians over the steps \
      after the first. 'floor' is the time that the step's matrix products would take at the rate \
      that the yardstick reaches on products of the same shapes: OpenBLAS, if it is installed, \
      else the program's own kernels. Steps, forward passes over their batches and these products \
      take turns, five at the most, since a shared machine changes its pace: a step is divided by \
      the times of its own turn, and the median ratio counts. GFLOP/s and FLOP/byte count what an \
      operation must do: its matrix products, and its inputs, weights and result once each. \
      --roofs measures what the machine does at the most, and --roofline draws both.

        zobench bench --model tiny-opt --optimizer 'zo-sgd(queries: 4)'
        zobench bench --model tiny-opt --roofline roofline.svg

      Exit status: 0 printed; 64 usage; 65 a model that cannot be used; 66 no such model; 73 \
      cannot write.
      """)

  @Option(
    help: .init(
      "An embedded model, a directory, a GGUF file, or ORG/NAME[@REV] in the Hub's cache.",
      valueName: "model"),
    completion: .models)
  var model: String

  @Option(help: .init("The task.", valueName: "task"), completion: .tasks) var task: ComponentList =
    "mini-sst2"
  @Option(
    help: .init("The tuning scheme, for example 'lora(rank: 8)'.", valueName: "scheme"),
    completion: .schemes
  ) var scheme: ComponentList = "ft"
  @Option(help: "The optimizer, for example 'zo-sgd(queries: 4)'.", completion: .optimizers)
  var optimizer: ComponentList = "zo-sgd"
  @Option(help: .init("Examples per step.", valueName: "n"), reading: Limit.whole(Limit.counts))
  var batch = 16
  @Option(help: .init("Steps to time.", valueName: "n"), reading: Limit.whole(Limit.counts))
  var steps = 5
  @Option(
    help: .init("Processor threads (default: the cores).", valueName: "n"),
    transform: Limit.whole(1...1024))
  var threads: Int?
  @Option(help: .init("Storage format of the weights.", valueName: "format"))
  var weights = StorageFormat.f32
  @Option(help: .init("What factors of products are rounded to.", valueName: "format"))
  var compute = Compute.f32
  @Option(
    help: .init("Tokens kept per sequence.", valueName: "n"), reading: Limit.whole(2...1 << 20))
  var maxLength = 2048
  @OptionGroup var data: DataOptions
  @Flag(help: "Measure the rates of large products and of memory, too: some seconds.")
  var roofs = false
  @Option(help: .newFile("Draw what every operation reaches below these rates, as SVG."))
  var roofline: String?
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var output: OutputOptions

  func validate() throws {
    for (name, list) in [("task", task), ("scheme", scheme), ("optimizer", optimizer)] {
      guard list.components.count == 1 else { throw ValidationError("give one --\(name)") }
    }
  }

  func run() throws {
    if let roofline { try output.check(file: roofline) }
    let planner = data.planner(complete: true)
    let parts = PartOptions([.task: "--task", .scheme: "--scheme", .optimizer: "--optimizer"])
    let benchmark = try parts.checked {
      try Benchmark(request, planner: planner, version: Version.recorded)
    }
    Console.out(
      json
        ? PrettyJSON.text(benchmark)
        : Console.printable(BenchmarkText(benchmark: benchmark).text))
    if let roofline, let figure = RooflineFigure(benchmark)?.figure {
      try output.write(figure.svg, to: roofline)
      Console.error("a roofline in \(roofline)")
    }
  }

  private var request: Benchmark.Request {
    var request = Benchmark.Request(
      model: Component(model), task: task.components[0], scheme: scheme.components[0],
      optimizer: optimizer.components[0])
    (request.batch, request.steps, request.weights) = (batch, steps, weights)
    (request.compute, request.maxLength) = (compute, maxLength)
    request.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    request.measuresRoofs = roofs || roofline != nil
    return request
  }
}

extension RooflineFigure {
  /// Nil where the roofs were not measured.
  init?(_ benchmark: Benchmark) {
    guard let roofs = benchmark.roofs else { return nil }
    let step = Part(
      name: "step", seconds: benchmark.stepSeconds, share: 1,
      flops: benchmark.operations.reduce(0) { $0 + $1.flops }, bytes: benchmark.bytes)
    let phases = benchmark.phases.compactMap { phase in
      phase.bytes.map {
        Part(name: phase.phase, seconds: phase.seconds, share: phase.share, flops: 0, bytes: $0)
      }
    }
    let operations = benchmark.operations.map {
      Part(
        name: $0.operation, seconds: $0.seconds, share: $0.share, flops: $0.flops, bytes: $0.bytes)
    }
    self.init(
      title: "\(benchmark.model) / \(benchmark.optimizer): roofline",
      setting: "\(benchmark.task), \(benchmark.scheme), batch \(benchmark.batch), weights "
        + "\(benchmark.weights), \(benchmark.threads) threads of \(benchmark.machine.processor)",
      roofs: roofs, parts: [step] + operations + phases)
  }
}

extension ComponentList: ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  CustomStringConvertible
{
  /// As help shows a default.
  var description: String { components.map(\.description).joined(separator: ",") }

  /// A name that needs no parsing.
  init(stringLiteral name: String) { components = [Component(name)] }

  /// Names that need no parsing.
  init(arrayLiteral names: String...) { components = names.map { Component($0) } }
}
