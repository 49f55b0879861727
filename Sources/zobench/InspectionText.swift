import Experiments
import Foundation
import Reports
import Training

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

  /// One line for what repeats from block to block, as `model.layers.*.mlp.up_proj.weight`.
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
    table(
      [("scheme", .left), ("trains", .right), ("of all", .right)],
      inspection.forecast.schemes.map { scheme in
        if let problem = scheme.problem { return [scheme.name, "-", problem] }
        let share = 100 * Double(scheme.trainable) / Double(max(inspection.parameters, 1))
        return [scheme.name, "\(scheme.trainable)", String(format: "%.2f %%", share)]
      })
  }

  private var forecast: String {
    let forecast = inspection.forecast
    let rows = forecast.schemes.flatMap { scheme in
      scheme.optimizers.map { peak in
        [
          scheme.name, peak.optimizer, NumberText.bytes(peak.training),
          NumberText.bytes(peak.evaluation),
        ]
      }
    }
    let title =
      "Peak bytes: \(forecast.batch) examples of \(forecast.length) tokens, "
      + "weights in \(forecast.weights)"
    let columns: [(String, TextTable.Alignment)] = [
      ("scheme", .left), ("optimizer", .left), ("training", .right), ("evaluation", .right),
    ]
    return title + "\n" + table(columns, rows)
  }

  private func table(
    _ columns: [(title: String, alignment: TextTable.Alignment)], _ rows: [[String]]
  ) -> String {
    TextTable(columns: columns, rows: rows).lines.joined(separator: "\n")
  }
}
