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

/// A benchmark for a terminal, within 80 columns.
struct BenchmarkText {
  let benchmark: Benchmark

  var text: String {
    ([summary, ""] + phases + [""] + operations + [""] + work + [""] + memory).joined(
      separator: "\n")
  }

  private var summary: String {
    let facts = [
      "\(benchmark.model), \(benchmark.task), \(benchmark.scheme), \(benchmark.optimizer)",
      "weights \(benchmark.weights), products \(benchmark.compute)",
      "\(benchmark.parameters) parameters train",
      "batch \(benchmark.batch) (\(benchmark.tokens) tokens)", "\(benchmark.threads) threads",
      "\(benchmark.machine.kernels) kernels, BLAS for \(benchmark.machine.blasCore)",
      "medians of \(benchmark.steps) steps",
    ]
    return TextWrap.lines(facts.joined(separator: ", "), width: 80).joined(separator: "\n")
  }

  private var phases: [String] {
    let rows = [
      ("step", benchmark.stepSeconds), ("  data", benchmark.dataSeconds),
      ("  passes", benchmark.forwardSeconds),
      ("  directions, displaced reads", benchmark.directionSeconds),
      ("  update", benchmark.updateSeconds),
      ("one bare forward pass", benchmark.bareForwardSeconds),
      ("evaluation of \(benchmark.evaluationExamples)", benchmark.evaluationSeconds),
    ]
    return TextTable(
      columns: [("phase", .left), ("ms", .right), ("% of step", .right)],
      rows: rows.map { name, seconds in
        [name, fixed(1000 * seconds, 2), fixed(100 * seconds / benchmark.stepSeconds, 1)]
      }
    ).lines
  }

  /// Kinds of operation that take a hundredth of a step at least.
  private var operations: [String] {
    TextTable(
      columns: [("operation", .left), ("calls", .right), ("ms", .right), ("% of step", .right)],
      rows: benchmark.operations.filter { $0.share >= 0.01 }.map {
        [$0.operation, fixed($0.calls, 0), fixed(1000 * $0.seconds, 2), fixed(100 * $0.share, 1)]
      }
    ).lines
  }

  private var work: [String] {
    [
      "\(fixed(benchmark.flops * 1e-9, 2)) GFLOP per step at "
        + "\(fixed(benchmark.stepGflops, 0)) GFLOP/s; BLAS alone does "
        + "\(fixed(benchmark.gemmGflops, 0))",
      "floor \(fixed(1000 * benchmark.floorSeconds, 2)) ms, step / floor "
        + fixed(benchmark.floorRatio, 2) + ", step / two forward passes "
        + fixed(benchmark.stepSeconds / (2 * benchmark.bareForwardSeconds), 2),
      "loss at the initial weights \(benchmark.initialLoss)",
    ]
  }

  private var memory: [String] {
    let rows = Account.allCases.filter { benchmark.accounts[$0] > 0 }.map {
      [$0.rawValue, NumberText.bytes(benchmark.accounts[$0])]
    }
    return TextTable(columns: [("account", .left), ("at the peak", .right)], rows: rows).lines + [
      "ledger \(NumberText.bytes(benchmark.ledgerPeakBytes)), forecast "
        + "\(NumberText.bytes(benchmark.forecastBytes)), resident "
        + NumberText.bytes(benchmark.peakResidentBytes)
    ]
  }

  private func fixed(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", value)
  }
}
