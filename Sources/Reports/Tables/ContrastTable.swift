import Statistics
import Vocabulary

/// The verdict on every optimizer against the baseline, per scheme: one declared family of
/// contrasts over blocks, the same words as everywhere.
struct ContrastTable {
  /// Within so many points methods count as equal.
  static let margin = 1.0
  /// Fewer blocks say too little for a p-value.
  private static let fewestBlocks = 5

  private let all: [Blocks.Block]
  private let blocks: [Blocks.Block]
  private let baseline: String

  init(_ set: ResultSet) {
    baseline = set.baseline
    all = Blocks(set).all
    blocks = Blocks(set).contested.filter { $0.cells[set.baseline] != nil }
  }

  /// One per scheme.
  var tables: [ReportTable] { unique(blocks.map(\.scheme)).map(table) }

  /// An optimizer in a block with the baseline.
  private struct Meeting {
    var cell: CellResults
    /// In points.
    var difference: Double
    var closed: Double?
  }

  private struct Row {
    var label: String
    var kind: MethodClass
    var contrast: Contrast
    /// Shares of the loss between zero-shot and fo-adam that are closed.
    var closed: Double?
  }

  private func table(of scheme: String) -> ReportTable {
    let asked = blocks.filter { $0.scheme == scheme }
    let rows = Blocks.labels(of: asked).filter { $0 != baseline }.compactMap { row($0, asked) }
    let words = ContrastWord.words(of: rows.map(\.contrast), margin: Self.margin)
    let adjusted = HolmCorrection.adjusted(rows.map(\.contrast.pValue))
    let lines = zip(rows, zip(words, adjusted)).sorted {
      ($1.0.contrast.mean, $0.0.label) < ($0.0.contrast.mean, $1.0.label)
    }
    return ReportTable(
      id: "contrasts",
      title: "Against \(PlainText.oneLine(baseline)) under \(scheme): \(asked.count) blocks",
      columns: [
        .text("optimizer"), .text("class"), .number("blocks"), .number("points"),
        .number("95 %"), .text("verdict"), .number("p"), .number("gap closed %"),
      ],
      rows: lines.map { values($0.0, $0.1.0, $0.1.1) },
      notes: notes(rows, asked))
  }

  private func row(_ label: String, _ blocks: [Blocks.Block]) -> Row? {
    let met = blocks.compactMap { block -> Meeting? in
      guard let cell = block.cells[label], let score = cell.summary.scoreMean,
        let reference = block.cells[baseline]?.summary.scoreMean
      else { return nil }
      return Meeting(
        cell: cell, difference: 100 * (score - reference), closed: gapClosed(by: cell, in: block))
    }
    guard let contrast = Contrast(met.map(\.difference)) else { return nil }
    let closed = met.compactMap(\.closed)
    return Row(
      label: label, kind: MethodClass(met.map(\.cell)), contrast: contrast,
      closed: closed.count == met.count ? Moments(closed).mean : nil)
  }

  /// What a cell closes of the test loss between zero-shot and fo-adam in its block.
  private func gapClosed(by cell: CellResults, in block: Blocks.Block) -> Double? {
    let start = all.first {
      $0.model == block.model && $0.task == block.task && $0.scheme == "zero-shot"
    }?.cells.values.first
    guard let from = start?.testLoss, let to = block.cells["fo-adam"]?.testLoss,
      let own = cell.testLoss, from > to
    else { return nil }
    return (from - own) / (from - to)
  }

  private func values(_ row: Row, _ word: ContrastWord, _ pValue: Double) -> [TableValue] {
    let contrast = row.contrast
    let half = contrast.halfWidth()
    let isShown = contrast.count >= Self.fewestBlocks
    return [
      .text(row.label), .text(row.kind.rawValue), .count(contrast.count),
      .number(contrast.mean, NumberText.signed(contrast.mean, 2)),
      .text(
        NumberText.signed(contrast.mean - half, 1) + " to "
          + NumberText.signed(contrast.mean + half, 1)),
      .text(isShown ? word.rawValue : "too few blocks"),
      isShown ? .number(pValue, NumberText.probability(pValue)) : .missing,
      .fixed(row.closed.map { 100 * $0 }, 1),
    ]
  }

  private func notes(_ rows: [Row], _ blocks: [Blocks.Block]) -> [String] {
    guard !rows.isEmpty else {
      return ["No optimizer met \(PlainText.oneLine(baseline)) in two blocks."]
    }
    let margin = NumberText.fixed(Self.margin, 1)
    let errors = rows.map { $0.contrast.error * Double($0.contrast.count).squareRoot() }.sorted()
    let detectable = Contrast.detectable(
      deviation: errors[errors.count / 2], blocks: blocks.count, contrasts: rows.count)
    return [
      "Verdict: better or worse, a paired t test over blocks, Holm over the rows, at 5 %; equal: "
        + "within \(margin) points by two one-sided tests, Holm; undecided: neither. With the "
        + "median deviation between blocks, the smallest difference found in four of five cases is "
        + "\(NumberText.fixed(detectable, 1)) points. Fewer than \(Self.fewestBlocks) blocks have "
        + "no power, and no p is printed.",
      bestOfClasses(rows),
      "Gap closed: of the test loss between zero-shot and fo-adam, the mean over blocks.",
    ]
  }

  private func bestOfClasses(_ rows: [Row]) -> String {
    let best = MethodClass.allCases.compactMap { kind -> String? in
      let own = rows.filter { $0.kind == kind }
      return own.max { $0.contrast.mean < $1.contrast.mean }.map { "\(kind.rawValue) \($0.label)" }
    }
    return "The highest mean of each class: " + best.joined(separator: ", ") + "."
  }
}

extension CellResults {
  /// The mean test loss over the seeds.
  fileprivate var testLoss: Double? {
    Moments(tested.values.compactMap { $0.metrics[Metric.loss.rawValue] }).mean
  }
}
