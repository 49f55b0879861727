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

/// Bytes by account at the moment of the training peak, by optimizer.
struct MemoryTable {
  /// Of one model, task and scheme.
  var cells: [CellResults]

  init(_ cells: [CellResults]) { self.cells = cells }

  var table: ReportTable {
    let accounts = Account.summed.map { ReportTable.Column.number($0.title) }
    let table = ReportTable(
      id: "memory", title: title,
      columns: [.text("optimizer"), .number("peak"), .number("of least")] + accounts
        + [.number("eval peak")],
      rows: zip(CellLabels(cells).labels, cells).map(row), notes: notes)
    return table.withoutEmptyColumns()
  }

  /// The measurement with the largest peak, over the seeds.
  static func largest(_ cell: CellResults) -> MemoryComparison? {
    cell.chosenTrials.map(\.training).max { $0.measured.peakBytes < $1.measured.peakBytes }
  }

  private func row(_ label: String, _ cell: CellResults) -> [TableValue] {
    let least = cells.compactMap(\.summary.peakBytes).filter { $0 > 0 }.min()
    let atPeak = Self.largest(cell)?.measured.atPeak
    let ratio = cell.summary.peakBytes.flatMap { peak in
      least.map { Double(peak) / Double($0) }
    }
    return [
      .text(label), .bytes(cell.summary.peakBytes),
      ratio.map { .number($0, NumberText.fixed($0, 2) + "×") } ?? .missing,
    ] + Account.summed.map { .bytes(atPeak?[$0]) } + [.bytes(cell.summary.evaluationPeakBytes)]
  }

  private var title: String {
    guard let cell = cells.first?.summary else { return "" }
    return PlainText.oneLine("\(cell.model) / \(cell.task) / \(cell.scheme): memory in training")
  }

  private var notes: [String] {
    let known = cells.compactMap(\.summary.isForecastExact)
    let exact = known.count { $0 }
    return [
      "Accounts at the moment of the joint peak of the chosen trial, over the seeds the largest.",
      "Forecast = measured in \(exact) of \(known.count) cells.",
    ]
  }
}

extension Account {
  /// As a table's head says it.
  var title: String { self == .optimizerState ? "state" : rawValue }
}

/// Time and passes of the chosen trials, by optimizer.
struct TimeTable {
  /// Of one model, task and scheme.
  var cells: [CellResults]

  init(_ cells: [CellResults]) { self.cells = cells }

  var table: ReportTable {
    ReportTable(
      id: "time", title: title,
      columns: [
        .text("optimizer"), .number("steps"), .number("forwards"), .number("backwards"),
        .number("train s"), .number("ms/step"), .number("ms/pass"), .number("tokens/s"),
      ],
      rows: zip(CellLabels(cells).labels, cells).map(row),
      notes: [
        "Means over seeds; only times of one machine and thread count compare. "
          + "A pass is a forward or a backward over a batch."
      ])
  }

  private func row(_ label: String, _ cell: CellResults) -> [TableValue] {
    let trials = cell.chosenTrials
    func mean(_ value: (TrialResult) -> Double) -> Double? {
      Moments(trials.map(value).filter(\.isFinite)).mean
    }
    return [
      .text(label), .count(mean { Double($0.stepsDone) }),
      .count(mean { Double($0.spent.forwards) }), .count(mean { Double($0.spent.backwards) }),
      .seconds(mean { $0.seconds.training }),
      .fixed(mean { 1000 * $0.seconds.training / Double($0.stepsDone) }, 2),
      .fixed(mean { 1000 * $0.seconds.passes / Double($0.spent.forwards + $0.spent.backwards) }, 2),
      .fixed(mean { Double($0.tokens) / $0.seconds.training }, 0),
    ]
  }

  private var title: String {
    guard let cell = cells.first?.summary else { return "" }
    return PlainText.oneLine("\(cell.model) / \(cell.task) / \(cell.scheme): time of training")
  }
}
