import ArgumentParser
import Foundation
import Laboratory
import Reports
import Training
import Vocabulary

/// `zobench diagnose`: gradient estimates beside the true gradient.
struct Diagnose: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures gradient estimates of a model against its true gradient.",
    discussion: """
      On one batch at the initial weights. Per optimizer: forward passes F of an estimate; the \
      mean cosine with the gradient; cos²·d per forward pass with its standard error, and what \
      theory expects where it is known; the relative bias along the gradient (0: unbiased, with \
      its standard error); the variance in units of the squared gradient. What is measured is the \
      estimate, before signs, moments and rates make a step of it.

        zobench diagnose tiny-opt --optimizers 'zo-sgd,fzoo(queries: 4)'

      Exit status: 0 printed; 64 usage; 65 a model that cannot be used; 66 no such model.
      """)

  @Argument(
    help: "An embedded model, a directory, a GGUF file, or ORG/NAME[@REV] in the Hub's cache.",
    completion: .models)
  var model: String

  @Option(help: "The task, or a .yaml file that defines it.", completion: .tasks) var task =
    "mini-sst2"
  @Option(help: "The tuning scheme.", completion: .schemes) var scheme = "ft"
  @Option(
    help: "As 'zo-sgd,mezo-gv(candidates: 8)' (default: one of each kind).", completion: .optimizers
  )
  var optimizers: ComponentList?
  @Option(help: "Estimates of each optimizer (default: as many as take 1000 forward passes).")
  var trials: Int?
  @Option(help: "Examples of the batch.", transform: Limit.whole(Limit.counts)) var batch = 16
  @Option(
    help: "Decides the batch and the directions.", transform: Limit.whole(Limit.seeds))
  var seed = 0
  @Option(help: "How far from the weights losses are asked for.", transform: Limit.positive)
  var epsilon: Float = 1e-4
  @Option(help: "What estimates' dense products are computed in: f32, or bf16 by oneDNN.")
  var compute = "f32"
  @Option(
    help: "The directory with downloaded data sets (default: ZOBENCH_DATA).", completion: .directory
  )
  var data: String?
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard (2...1_000_000).contains(trials ?? 2) else {
      throw ValidationError("--trials must be 2 to 1000000")
    }
  }

  func run() throws {
    var request = Diagnosis.Request(model: model)
    request.task = try .task(task)
    request.scheme = Component(scheme)
    if let optimizers { request.optimizers = optimizers.components }
    request.trials = trials
    request.batch = batch
    request.seed = seed
    request.epsilon = epsilon
    request.compute = compute
    let directory = data ?? ProcessInfo.processInfo.environment["ZOBENCH_DATA"]
    let planner = Planner(dataDirectory: directory, complete: true)
    let diagnosis = try Diagnosis(request, planner: planner)
    Console.out(
      json
        ? PrettyJSON.text(diagnosis)
        : Console.printable(DiagnosisText(diagnosis: diagnosis, batch: batch).text))
  }
}
