import Foundation
import Statistics
import Vocabulary

/// What a method costs in passes, bytes and time, over all blocks and beside a baseline.
struct CostTable {
  private let blocks: [Blocks.Block]
  private let baseline: String

  init(_ set: ResultSet) {
    blocks = Blocks(set).contested
    baseline = set.baseline
  }

  var table: ReportTable {
    ReportTable(
      id: "cost", title: "What a step costs, beside \(PlainText.oneLine(baseline))",
      columns: [
        .text("optimizer"), .number("fwd"), .number("bwd"), .number("peak"),
        .number("× base"), .number("× weights"), .number("time/pass"),
      ],
      rows: Blocks.labels(of: blocks).compactMap(row), notes: notes)
  }

  private func row(_ name: String) -> [TableValue]? {
    let pairs = blocks.compactMap { block in
      block.cells[name].flatMap { Measured(cell: $0, base: block.cells[baseline]) }
    }
    guard !pairs.isEmpty else { return nil }
    return [
      .text(name), .fixed(Moments(pairs.map(\.forwards)).mean, 1),
      .fixed(Moments(pairs.map(\.backwards)).mean, 1), .bytes(pairs.map(\.peak).max()),
      Self.factor(pairs.compactMap(\.peakOfBase)), Self.factor(pairs.compactMap(\.peakOfWeights)),
      Self.factor(pairs.compactMap(\.timeOfBase)),
    ]
  }

  /// One cell, and the baseline's of its block.
  private struct Measured {
    var forwards: Double
    var backwards: Double
    var peak: Int
    var peakOfBase: Double?
    var peakOfWeights: Double?
    var timeOfBase: Double?

    init?(cell: CellResults, base: CellResults?) {
      let trials = cell.chosenTrials.filter { $0.stepsDone > 0 }
      guard !trials.isEmpty, let peak = cell.summary.peakBytes, peak > 0 else { return nil }
      self.peak = peak
      let steps = Double(trials.reduce(0) { $0 + $1.stepsDone })
      forwards = Double(trials.reduce(0) { $0 + $1.spent.forwards }) / steps
      backwards = Double(trials.reduce(0) { $0 + $1.spent.backwards }) / steps
      let atPeak = MemoryTable.largest(cell)?.measured.atPeak
      let held = (atPeak?[.weights] ?? 0) + (atPeak?[.adapters] ?? 0)
      peakOfWeights = held > 0 ? Double(peak) / Double(held) : nil
      peakOfBase = base?.summary.peakBytes.flatMap { $0 > 0 ? Double(peak) / Double($0) : nil }
      let times = (Self.perPass(cell), base.flatMap(Self.perPass))
      if let own = times.0, let other = times.1, other > 0 { timeOfBase = own / other }
    }

    /// Seconds of training over passes, a backward counted as two.
    private static func perPass(_ cell: CellResults) -> Double? {
      let trials = cell.chosenTrials
      let passes = trials.reduce(0) { $0 + $1.spent.passes }
      return passes > 0 ? trials.reduce(0) { $0 + $1.seconds.training } / Double(passes) : nil
    }
  }

  /// The geometric mean of ratios.
  private static func factor(_ ratios: [Double]) -> TableValue {
    guard let mean = Moments(ratios.filter { $0 > 0 }.map { log($0) }).mean else {
      return .missing
    }
    return .number(exp(mean), NumberText.fixed(exp(mean), 2) + "×")
  }

  private var notes: [String] {
    [
      "Forward and backward passes per step; peak: the largest of any block. × base, × weights: "
        + "peak over the baseline's and over the bytes of weights and adapters, time/pass: "
        + "training seconds per pass over the baseline's (a backward counts as two); geometric "
        + "means over blocks. Times of cells that ran side by side are noisy."
    ]
  }
}
