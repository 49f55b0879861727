import ArgumentParser
import Foundation
import Laboratory
import Reports
import Training
import Vocabulary

/// `zobench inspect`: a model's configuration, parameters, and what fine-tuning it would need.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints a model's parameters and the peak bytes of fine-tuning it.",
    discussion: """
      Needs no weights: a directory with a config.json is enough. The forecast is for steps of \
      --batch examples of --length tokens with two answers of one token each; 'plan' forecasts \
      the cells of a grid on their own data.

        zobench inspect tiny-opt --batch 8

      Exit status: 0 printed; 64 usage; 65 a model that cannot be used; 66 no such model.
      """)

  @Argument(
    help: "An embedded model, a directory, a GGUF file, or ORG/NAME[@REV] in the Hub's cache.",
    completion: .models)
  var model: String

  @Option(
    help: .init("Examples per training step.", valueName: "n"), reading: Limit.whole(Limit.counts)
  ) var batch = 16
  @Option(
    help: .init("Tokens per example (default: 256, or what the model has).", valueName: "n"),
    transform: Limit.whole(Limit.counts))
  var length: Int?
  @Option(
    help: .init("Storage format of the weights.", valueName: "format")
  ) var weights = StorageFormat.f32
  @Option(
    name: .customLong("memory-budget"),
    help: .init("Say how steps are divided so that they fit, for example 8GiB.", valueName: "size"),
    transform: ByteSize.parse)
  var memoryBudget: ByteSize?
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let inspection = try ModelInspection(
      model: model, batch: batch, length: length, weights: weights,
      budget: memoryBudget?.bytes)
    Console.out(
      json
        ? PrettyJSON.text(inspection)
        : Console.printable(InspectionText(inspection: inspection).text))
  }
}

/// A model's inspection for a terminal.
struct InspectionText {
  let inspection: ModelInspection

  var text: String {
    [summary, configuration, tensors, schemes, forecast].joined(separator: "\n\n")
  }

  private var summary: String {
    let tokenizer = inspection.tokenizer.map { "\($0.kind), \($0.size) tokens" } ?? "none"
    let kinds = inspection.parametersByKind.sorted { $0.key < $1.key }
      .map { "\($0.key) \(Models.count($0.value))" }
    return [
      inspection.name, "  path        \(inspection.path)",
      "  family      \(inspection.family)",
      "  parameters  \(inspection.parameters)",
      "  of these    \(kinds.joined(separator: ", "))",
      "  positions   \(inspection.positions)",
      "  vocabulary  \(inspection.vocabularySize)",
      "  tokenizer   \(tokenizer)",
      "  weights     \(inspection.hasWeights ? "there" : "none: it can be forecast, not run")",
    ].joined(separator: "\n")
  }

  private var configuration: String {
    let fields = inspection.configuration.sorted { $0.key < $1.key }
    return (["config.json"] + fields.map { "  \($0.key): \($0.value)" }).joined(separator: "\n")
  }

  /// One line for what repeats from block to block, for example
  /// `model.layers.*.mlp.up_proj.weight`.
  private var tensors: String {
    var order: [[String]] = []
    var counts: [[String]: Int] = [:]
    for tensor in inspection.tensors {
      let shape = tensor.shape.map { "\($0)" }.joined(separator: "×")
      let line = [tensor.pattern, shape, tensor.dtype ?? "-", "\(tensor.count)"]
      if counts[line] == nil { order.append(line) }
      counts[line, default: 0] += 1
    }
    return table(
      [("tensor", .left), ("shape", .right), ("dtype", .left), ("count", .right), ("", .right)],
      order.map { line in
        let copies = counts[line] ?? 1
        return line + [copies > 1 ? "× \(copies)" : ""]
      })
  }

  private var schemes: String {
    let all = inspection.forecast.schemes
    let rows = all.map { scheme in
      guard scheme.problem == nil else { return [scheme.name, "-", "-", "-"] }
      let share = 100 * Double(scheme.trainable) / Double(max(inspection.parameters, 1))
      return [
        scheme.name, "\(scheme.trainable)", String(format: "%.2f %%", share), scheme.dtype,
      ]
    }
    let remarks = all.flatMap { scheme in
      (scheme.notes + [scheme.problem].compactMap(\.self)).flatMap {
        TextWrap.lines("\(scheme.name): \($0)", width: 80)
      }
    }
    let columns: [(String, TextTable.Alignment)] = [
      ("scheme", .left), ("trains", .right), ("of all", .right), ("in", .left),
    ]
    return ([table(columns, rows)] + remarks).joined(separator: "\n")
  }

  /// The peak of each optimizer under each scheme, so many schemes side by side as fit a line.
  private var forecast: String {
    let forecast = inspection.forecast
    let usable = forecast.schemes.filter { $0.problem == nil }
    let title =
      "Peak bytes: \(forecast.batch) examples of \(forecast.length) tokens, "
      + "weights in \(forecast.weights)"
    let tables = stride(from: 0, to: usable.count, by: Self.schemesPerTable).map { start in
      matrix(Array(usable[start..<min(start + Self.schemesPerTable, usable.count)]))
    }
    return ([title] + tables + [fitting].compactMap(\.self)).joined(separator: "\n\n")
  }

  /// What fits a memory whole, and how the rest is divided to fit it; nil when none is asked about.
  private var fitting: String? {
    let forecast = inspection.forecast
    guard let budget = forecast.budget else { return nil }
    let ways = forecast.schemes.flatMap { scheme in
      scheme.optimizers.map { (name: "\($0.optimizer) with \(scheme.name)", peak: $0) }
    }
    let whole = ways.count { max($0.peak.training, $0.peak.evaluation) <= budget }
    let rows = ways.compactMap { way -> [String]? in
      guard let division = way.peak.division else { return nil }
      return [way.name, NumberText.bytes(way.peak.dividedBytes), "\(division)"]
    }
    let heading =
      "\(whole) of \(ways.count) ways fit \(NumberText.bytes(budget)) whole, \(rows.count) in "
      + "turns, \(ways.count - whole - rows.count) in no way"
    guard !rows.isEmpty else { return heading }
    return heading + "\n\n"
      + table([("in turns", .left), ("peak", .right), ("", .left)], rows)
  }

  private static let schemesPerTable = 4

  private func matrix(_ schemes: [ModelForecast.Scheme]) -> String {
    let names = schemes.flatMap { $0.optimizers.map(\.optimizer) }
      .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let columns: [(String, TextTable.Alignment)] =
      [("optimizer", .left)] + schemes.map { ($0.name, .right) }
    return table(
      columns,
      names.map { name in
        [name]
          + schemes.map { scheme in
            let peak = scheme.optimizers.first { $0.optimizer == name }
            return NumberText.bytes(peak.map { max($0.training, $0.evaluation) })
          }
      })
  }

  private func table(
    _ columns: [(title: String, alignment: TextTable.Alignment)], _ rows: [[String]]
  ) -> String {
    TextTable(columns: columns, rows: rows).lines.joined(separator: "\n")
  }
}
