import Statistics
import Vocabulary

/// What methods have gained within each budget under one scheme, over its blocks.
struct BudgetGains {
  let scheme: String
  let baseline: String
  /// Among which those of zero-shot are.
  private let all: [Blocks.Block]
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
    (self.scheme, self.blocks, self.all, baseline) = (scheme, blocks, all, set.baseline)
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

  /// What twice a budget is worth to the baseline, seed by seed within the blocks; nil where no
  /// block has the endpoint, or too few seeds.
  func doubling(_ budget: Int, on endpoint: Endpoint) -> Contrast? {
    let scale = EndpointScale(endpoint: endpoint, all: all)
    let differences = blocks.compactMap { block -> [Double]? in
      guard let cell = block.cells[baseline], let value = scale.value(in: block) else { return nil }
      let seeds = zip(cell.readings[budget] ?? [], cell.readings[2 * budget] ?? [])
      let found = seeds.compactMap { less, more in
        value(less).flatMap { less in value(more).map { $0 - less } }
      }
      return found.isEmpty ? nil : found
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
        LossGap(block, in: all).flatMap { gap in
          cell.losses(within: budget).flatMap { Moments($0.map(gap.closed)).mean }
        }
      }
    }
    scores = budgets.map { budget in mean { _, cell in cell.score(within: budget).number } }
  }
}

/// What to take under a memory budget.
struct BudgetVerdict: Hashable, Sendable {
  /// No way to fine-tune that is considered needs more.
  var bytes: Int
  /// The zeroth-order method with the highest score; nil where none fits.
  var zerothOrder: Contender?
  /// The highest score of all that fit.
  var best: Contender
  /// What needs the fewest bytes of those whose score is in the interval of `best`.
  var cheapest: Contender

  /// Nil when nothing fits.
  init?(bytes: Int, _ contenders: [Contender]) {
    let fitting = contenders.filter { $0.bytes <= bytes }
    guard let best = Self.best(of: fitting) else { return nil }
    self.bytes = bytes
    self.best = best
    zerothOrder = Self.best(of: fitting.filter { $0.kind == .zerothOrder })
    cheapest =
      fitting.filter { $0.score >= best.interval.low }
      .min { ($0.bytes, -$0.score, $0.name) < ($1.bytes, -$1.score, $1.name) } ?? best
  }

  private static func best(of contenders: [Contender]) -> Contender? {
    contenders.min { (-$0.score, $0.bytes, $0.name) < (-$1.score, $1.bytes, $1.name) }
  }

  /// One for each power of two at which something changes, from the smallest budget that anything
  /// fits to the smallest that everything fits.
  static func all(_ contenders: [Contender]) -> [BudgetVerdict] {
    guard let least = contenders.map(\.bytes).min(), let most = contenders.map(\.bytes).max()
    else { return [] }
    var budget = 1
    while budget < least { budget *= 2 }
    var verdicts: [BudgetVerdict] = []
    while true {
      if let next = BudgetVerdict(bytes: budget, contenders), !next.says(verdicts.last) {
        verdicts.append(next)
      }
      if budget >= most || budget > Int.max / 2 { return verdicts }
      budget *= 2
    }
  }

  /// Whether another budget's verdict names the same ways.
  private func says(_ other: BudgetVerdict?) -> Bool {
    guard let other else { return false }
    return zerothOrder == other.zerothOrder && best == other.best && cheapest == other.cheapest
  }
}
