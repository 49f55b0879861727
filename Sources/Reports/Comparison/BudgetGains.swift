import Statistics
import Vocabulary

/// What methods have gained within each budget under one scheme, over its blocks.
struct BudgetGains {
  let scheme: String
  let baseline: String
  /// In passes or steps, ascending.
  let budgets: [Int]
  let blocks: [Blocks.Block]
  /// The largest share first.
  let rows: [Row]

  /// An optimizer; by budget, means over its blocks, nil where one has none.
  struct Row {
    var label: String
    var count: Int
    /// Shares of the loss gap.
    var closed: [Double?]
    /// 0 to 1.
    var scores: [Double?]
  }

  private init(
    _ scheme: String, _ blocks: [Blocks.Block], of all: [Blocks.Block], in set: ResultSet
  ) {
    (self.scheme, self.blocks, baseline) = (scheme, blocks, set.baseline)
    let budgets = Set(blocks.flatMap { $0.cells.values.flatMap(\.readings.keys) }).sorted()
    self.budgets = budgets
    rows = Blocks.labels(of: blocks).map { Row($0, blocks, of: all, budgets) }.sorted { a, b in
      let own = [a, b].map { row in row.closed.compactMap(\.self).last ?? -.infinity }
      return (own[1], a.label) < (own[0], b.label)
    }
  }

  /// One for each scheme with a run that was read out at a smaller budget.
  static func all(_ set: ResultSet) -> [BudgetGains] {
    let all = Blocks(set).all
    let read = all.filter { block in block.cells.values.contains(where: \.isReadOut) }
    return unique(read.map(\.scheme)).map { scheme in
      BudgetGains(scheme, read.filter { $0.scheme == scheme }, of: all, in: set)
    }
  }

  /// What twice a budget is worth to the baseline, seed by seed within the blocks.
  func doubling(_ budget: Int) -> Contrast? {
    let differences = blocks.compactMap { $0.cells[baseline] }.map { cell in
      zip(cell.readings[budget] ?? [], cell.readings[2 * budget] ?? []).compactMap { less, more in
        less.score.flatMap { less in more.score.map { 100 * ($0 - less) } }
      }
    }
    guard let contrast = Contrast(within: differences),
      contrast.degrees >= ContrastFamily.fewestDegrees
    else { return nil }
    return contrast
  }
}

extension BudgetGains.Row {
  fileprivate init(
    _ label: String, _ blocks: [Blocks.Block], of all: [Blocks.Block], _ budgets: [Int]
  ) {
    let met = blocks.filter { $0.cells[label] != nil }
    func mean(_ value: (Blocks.Block, CellResults) -> Double?) -> Double? {
      let values = met.compactMap { block in block.cells[label].flatMap { value(block, $0) } }
      return values.count == met.count ? Moments(values).mean : nil
    }
    (self.label, count) = (label, met.count)
    closed = budgets.map { budget in
      mean { block, cell in
        cell.loss(within: budget).flatMap { LossGap(block, in: all)?.closed(by: $0) }
      }
    }
    scores = budgets.map { budget in mean { _, cell in cell.score(within: budget).number } }
  }
}
