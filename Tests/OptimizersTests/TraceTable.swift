import Foundation
import Optimizers
import Tensors
import Vocabulary

/// What is known of each optimizer, as Markdown: `scripts/traces` prints it.
struct TraceTable {
  private static let heads = [
    "optimizer", "source", "code", "confirmed by", "largest difference", "passes", "state bytes",
    "forecast = measured",
  ]

  /// - Throws: what makes a trace unreadable.
  static func text() throws -> String {
    let rows = try OptimizerCatalog.all.map { try row($0.name, $0.provenance) }
    let lines = [heads, heads.map { _ in "---" }] + rows
    return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  private static func row(_ name: String, _ provenance: Provenance) throws -> [String] {
    let traces = Trace.names.filter { $0.split(separator: ".").first == name[...] }
    let largest = try traces.map { try Trace(named: $0).difference().largest }.max()
    let optimizer = try OptimizerCatalog.make(Component(name))
    let trace = try Trace(named: traces.first ?? "zo-sgd")
    let problem = try TraceProblem(trace)
    let (trainable, ledger) = (Set(trace.parameters.indices), Ledger())
    let iterate = try Iterate(
      problem.weights, trainable: trainable, optimizer: optimizer, data: problem.data,
      ledger: ledger)
    let forecast = Iterate.memory(problem.layout, trainable: trainable, optimizer: optimizer)
    let cost = iterate.nextCost
    return [
      name, provenance.paper, provenance.code?.description ?? "",
      provenance.evidence?.rawValue ?? "neither",
      largest.map { $0.formatted(.number.notation(.scientific).precision(.fractionLength(1))) }
        ?? "",
      "\(cost.forwards)" + (cost.backwards > 0 ? " + \(cost.backwards)" : ""),
      "\(forecast[.optimizerState] + forecast[.directions])",
      ledger.live == forecast ? "yes" : "no",
    ]
  }
}
