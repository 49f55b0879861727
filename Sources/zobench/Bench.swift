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
      that BLAS reaches on products of the same shapes, measured in the same run.

        zobench bench --model tiny-opt --optimizer 'zo-sgd(queries: 4)'

      Exit status: 0 printed; 64 usage; 65 a model that cannot be used; 66 no such model.
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
  @Option(help: .init("Examples per step.", valueName: "n"), transform: Limit.whole(Limit.counts))
  var batch = 16
  @Option(help: .init("Steps to time.", valueName: "n"), transform: Limit.whole(Limit.counts))
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
    help: .init("Tokens kept per sequence.", valueName: "n"), transform: Limit.whole(2...1 << 20))
  var maxLength =
    2048
  @Option(
    help: .init(
      "The directory with downloaded data sets (default: ZOBENCH_DATA).", valueName: "directory"),
    completion: .directory
  )
  var data: String?
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    for (name, list) in [("task", task), ("scheme", scheme), ("optimizer", optimizer)] {
      guard list.components.count == 1 else { throw ValidationError("give one --\(name)") }
    }
  }

  func run() throws {
    var request = Benchmark.Request(
      model: Component(model), task: task.components[0], scheme: scheme.components[0],
      optimizer: optimizer.components[0])
    (request.batch, request.steps, request.weights) = (batch, steps, weights)
    (request.compute, request.maxLength) = (compute, maxLength)
    request.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    let directory = data ?? ProcessInfo.processInfo.environment["ZOBENCH_DATA"]
    let planner = Planner(dataDirectory: directory, complete: true)
    let benchmark = try Benchmark(request, planner: planner, version: Version.recorded)
    if let warning = benchmark.machine.blasWarning { Console.error("warning: \(warning)") }
    Console.out(
      json
        ? PrettyJSON.text(benchmark)
        : Console.printable(BenchmarkText(benchmark: benchmark).text))
  }
}

extension ComponentList: ExpressibleByStringLiteral, CustomStringConvertible {
  /// As help shows a default.
  var description: String { components.map(\.description).joined(separator: ",") }

  /// A name that needs no parsing.
  init(stringLiteral name: String) { components = [Component(name)] }
}
