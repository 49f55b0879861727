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
      estimate, before signs, moments and rates make a step of it. Losses are asked for at the \
      optimizer's own epsilon where it sets one, else at --epsilon.

        zobench diagnose tiny-opt --optimizers 'zo-sgd,fzoo(queries: 4)'

      Exit status: 0 printed; 64 usage; 65 a model that cannot be used; 66 no such model.
      """)

  @Argument(
    help: "An embedded model, a directory, a GGUF file, or ORG/NAME[@REV] in the Hub's cache.",
    completion: .models)
  var model: String

  @Option(
    help: .init("The task, or a .yaml file that defines it.", valueName: "task"), completion: .tasks
  ) var task =
    "mini-sst2"
  @Option(help: .init("The tuning scheme.", valueName: "scheme"), completion: .schemes) var scheme =
    "ft"
  @Option(
    help: .init(
      "As 'zo-sgd,mezo-gv(candidates: 8)' (default: one of each kind).", valueName: "names"),
    completion: .optimizers
  )
  var optimizers: ComponentList?
  @Option(
    help: .init(
      "Estimates of each optimizer (default: as many as take 1000 forward passes).", valueName: "n")
  )
  var trials: Int?
  @Option(
    help: .init("Examples of the batch.", valueName: "n"), reading: Limit.whole(Limit.counts))
  var batch = 16
  @Option(
    help: .init("Decides the batch and the directions.", valueName: "n"),
    reading: Limit.whole(Limit.seeds))
  var seed = 0
  @Option(
    help: .init(
      "How far from the weights losses are asked for, for optimizers that set no epsilon.",
      valueName: "number"
    ).showing(default: Diagnosis.Request.distance),
    transform: Limit.positive)
  var epsilon: Float?
  @Option(
    help: .init(
      "What estimates' dense products are computed in; bf16 is by oneDNN.", valueName: "format"))
  var compute = Compute.f32
  @OptionGroup var data: DataOptions
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard (2...1_000_000).contains(trials ?? 2) else {
      throw ValidationError("--trials must be 2 to 1000000")
    }
    if let epsilon, let own = optimizers?.components.first(where: \.setsDistance) {
      throw ValidationError(
        "--epsilon \(epsilon) and the epsilon in '\(own)' both say how far losses are asked for; "
          + "give one")
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
    request.epsilon = epsilon ?? request.epsilon
    request.compute = compute
    let planner = data.planner(complete: true)
    let parts = PartOptions([.task: "--task", .scheme: "--scheme", .optimizer: "--optimizers"])
    let diagnosis = try parts.checked { try Diagnosis(request, planner: planner) }
    Console.out(
      json
        ? PrettyJSON.text(diagnosis)
        : Console.printable(DiagnosisText(diagnosis: diagnosis, batch: batch).text))
  }
}

/// A diagnosis for a terminal, within 80 columns.
struct DiagnosisText {
  let diagnosis: Diagnosis
  /// Examples of the batch.
  let batch: Int

  var text: String { ([summary, ""] + rows).joined(separator: "\n") }

  private var summary: String {
    let trials = diagnosis.estimators.map(\.trials)
    let (least, most) = (trials.min() ?? 0, trials.max() ?? 0)
    let count = least == most ? "\(most)" : "\(least)–\(most)"
    let facts = [
      "\(diagnosis.model), \(diagnosis.task), \(diagnosis.scheme): d = \(diagnosis.parameters)",
      "batch \(batch)", "loss " + Self.fixed(diagnosis.loss, 4),
      "‖g‖ = " + Self.short(diagnosis.gradientNorm),
    ]
    let effort = ["\(count) trials", "peak " + NumberText.bytes(diagnosis.peakBytes)]
    return TextWrap.lines((facts + distance + effort).joined(separator: ", "), width: Self.width)
      .joined(separator: "\n")
  }

  /// The ε of all, or of the estimators that set none; nothing where nobody probes.
  private var distance: [String] {
    let distances = Set(diagnosis.estimators.compactMap(\.epsilon))
    guard let first = distances.first else { return [] }
    return [
      distances.count == 1
        ? "ε = " + Self.short(first)
        : "ε = " + Self.short(diagnosis.epsilon) + " where none is set"
    ]
  }

  private static let width = 80
  /// A longer name has a line of its own.
  private static let nameWidth = 23

  private var rows: [String] {
    let table = TextTable(
      columns: [
        ("estimator", .left), ("F", .right), ("cosine", .right), ("cos²·d/F", .right),
        ("theory", .right), ("bias", .right), ("variance", .right),
      ], rows: diagnosis.estimators.map(Self.row)
    ).lines
    var lines = [table.first ?? ""]
    for (estimator, line) in zip(diagnosis.estimators, table.dropFirst()) {
      if estimator.optimizer.count > Self.nameWidth {
        lines += TextWrap.lines(estimator.optimizer, width: Self.width)
      }
      lines.append(line)
    }
    return lines
  }

  private static func row(_ it: EstimatorDiagnosis) -> [String] {
    [
      it.optimizer.count > nameWidth ? "" : it.optimizer, "\(it.forwards)", short(it.cosine),
      plusMinus(it.alignment, it.alignmentError),
      it.expectedAlignment.map { fixed($0, 2) } ?? "-",
      plusMinus(it.bias, it.biasError), short(it.variance),
    ]
  }

  /// Two decimals, and of large numbers three digits.
  private static func plusMinus(_ value: Double, _ error: Double) -> String {
    guard abs(value) < 100 else { return short(value) }
    return "\(fixed(value, 2))±\(fixed(error, 2))"
  }

  private static func short(_ value: Double) -> String { String(format: "%.2g", value) }

  private static func fixed(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", value)
  }
}
