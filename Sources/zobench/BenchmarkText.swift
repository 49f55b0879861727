import Foundation
import Laboratory
import Reports
import Vocabulary

/// A benchmark for a terminal, within 80 columns.
struct BenchmarkText {
  let benchmark: Benchmark

  var text: String {
    let parts = [[summary], phases, operations, work + roofs, memory]
    return parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  private var summary: String {
    let facts = [
      "\(benchmark.model), \(benchmark.task), \(benchmark.scheme), \(benchmark.optimizer)",
      "weights \(benchmark.weights), products \(benchmark.compute)",
      "\(benchmark.parameters) parameters train",
      "batch \(benchmark.batch) (\(benchmark.tokens) tokens)",
      "\(benchmark.threads) thread\(benchmark.threads == 1 ? "" : "s")",
      "\(benchmark.machine.kernels) kernels",
      benchmark.steps == 1 ? "1 step" : "medians of \(benchmark.steps) steps",
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
      columns: [
        ("operation", .left), ("calls", .right), ("ms", .right), ("% of step", .right),
        ("GFLOP/s", .right), ("FLOP/byte", .right),
      ],
      rows: benchmark.operations.filter { $0.share >= 0.01 }.map {
        [
          $0.operation, fixed($0.calls, 0), fixed(1000 * $0.seconds, 2), fixed(100 * $0.share, 1),
          $0.gflops.map { fixed($0, 1) } ?? "-", $0.intensity.map { fixed($0, 1) } ?? "-",
        ]
      }
    ).lines
  }

  private var roofs: [String] {
    let rates = benchmark.phases.compactMap { phase in
      phase.gigabytesPerSecond.map { "\(phase.phase) \(fixed($0, 2)) GB/s" }
    }
    let moved =
      rates.isEmpty ? [] : ["bytes of weights and state: " + rates.joined(separator: ", ")]
    guard let roofs = benchmark.roofs else { return moved }
    let half = roofs.halfGflops.map { ", in bf16 \(fixed($0, 0))" } ?? ""
    let memory = fixed(roofs.gigabytesPerSecond, 1)
    return moved + [
      "roofs: \(fixed(roofs.gflops, 0)) GFLOP/s\(half), \(memory) GB/s; they meet at "
        + "\(fixed(roofs.ridge, 1)) FLOP/byte"
    ]
  }

  private var work: [String] {
    [
      "\(fixed(benchmark.flops * 1e-9, 2)) GFLOP per step at "
        + "\(fixed(benchmark.stepGflops, 0)) GFLOP/s",
      "products alone \(fixed(benchmark.ownGflops, 0)) GFLOP/s by own kernels" + otherProducts,
      "floor \(fixed(1000 * benchmark.floorSeconds, 2)) ms, step / floor "
        + fixed(benchmark.floorRatio, 2) + ", step / two forward passes "
        + fixed(benchmark.forwardRatio, 2),
      "loss at the initial weights " + String(format: "%.6g", benchmark.initialLoss),
    ]
  }

  private var otherProducts: String {
    benchmark.gemmGflops == benchmark.ownGflops
      ? "" : ", \(fixed(benchmark.gemmGflops, 0)) by \(benchmark.yardstick)"
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
