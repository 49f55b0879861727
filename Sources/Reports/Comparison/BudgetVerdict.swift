import Statistics

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
