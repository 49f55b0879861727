import Foundation
import Laboratory
import Reports
import Vocabulary

/// A model's inspection for a terminal.
struct InspectionText {
  let inspection: ModelInspection
  /// Whether optimizers that need the same have a line each.
  let showsAll: Bool

  /// What fits a memory comes first where one is asked about.
  var text: String {
    ([verdict].compactMap(\.self) + [summary, configuration, tensors, schemes, forecast])
      .joined(separator: "\n\n")
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
    return ([title] + tables).joined(separator: "\n\n")
  }

  /// What fits a memory whole, and how the rest is divided to fit it; nil when none is asked about.
  private var verdict: String? {
    let forecast = inspection.forecast
    guard let budget = forecast.budget else { return nil }
    let peaks = forecast.schemes.flatMap(\.optimizers)
    let whole = peaks.count { max($0.training, $0.evaluation) <= budget }
    let turns = peaks.count { $0.division != nil }
    let heading =
      "\(whole) of \(peaks.count) ways fit \(NumberText.bytes(budget)) whole, \(turns) in "
      + "turns, \(peaks.count - whole - turns) in no way"
    guard turns > 0 else { return heading }
    let rows = forecast.schemes.flatMap { scheme in
      lines(
        scheme.optimizers.compactMap { peak in
          peak.division.map {
            (peak.optimizer, [NumberText.bytes(peak.dividedBytes), "\($0)"])
          }
        }
      ).map { ["\($0.name) with \(scheme.name)"] + $0.cells }
    }
    return heading + "\n\n"
      + table([("in turns", .left), ("peak", .right), ("", .left)], rows)
  }

  /// Rows with equal cells as one, in the order of their first ones; all where all are asked for.
  private func lines(
    _ rows: [(name: String, cells: [String])]
  ) -> [(name: String, cells: [String])] {
    guard !showsAll else { return rows }
    var order: [[String]] = []
    var names: [[String]: [String]] = [:]
    for row in rows {
      if names[row.cells] == nil { order.append(row.cells) }
      names[row.cells, default: []].append(row.name)
    }
    return order.map { (NameGroup.text(names[$0] ?? []), $0) }
  }

  private static let schemesPerTable = 4

  private func matrix(_ schemes: [ModelForecast.Scheme]) -> String {
    let names = schemes.flatMap { $0.optimizers.map(\.optimizer) }
      .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let columns: [(String, TextTable.Alignment)] =
      [("optimizer", .left)] + schemes.map { ($0.name, .right) }
    let rows = names.map { name in
      (
        name: name,
        cells: schemes.map { scheme in
          let peak = scheme.optimizers.first { $0.optimizer == name }
          return NumberText.bytes(peak.map { max($0.training, $0.evaluation) })
        }
      )
    }
    return table(columns, lines(rows).map { [$0.name] + $0.cells })
  }

  private func table(
    _ columns: [(title: String, alignment: TextTable.Alignment)], _ rows: [[String]]
  ) -> String {
    TextTable(columns: columns, rows: rows).lines.joined(separator: "\n")
  }
}
