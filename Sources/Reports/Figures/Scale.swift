import Foundation

/// Values on an axis: where they are drawn, and which are named.
struct Scale {
  enum Kind { case linear, decades, octaves }

  var kind: Kind
  var low: Double
  var high: Double
  /// Pixels of `low` and `high`.
  var start: Double
  var end: Double

  /// Covers `values` with a margin; those that a logarithm does not take are left out.
  ///
  /// - Parameter most: no value can be larger, so the axis ends a mark's size above it.
  init(
    _ kind: Kind, covering values: [Double], from start: Double, to end: Double,
    most limit: Double? = nil
  ) {
    self.kind = kind
    self.start = start
    self.end = end
    let usable = values.filter { $0.isFinite && (kind == .linear || $0 > 0) }
    let least = usable.min() ?? 1
    let most = usable.max() ?? 2
    if kind == .linear {
      let margin = most > least ? 0.05 * (most - least) : max(abs(most) * 0.1, 0.5)
      (low, high) = (least - margin, most + margin)
      if let limit { high = min(high, limit + 0.02 * (limit - low)) }
    } else {
      let factor = most > least ? pow(most / least, 0.06) : 1.5
      (low, high) = (least / factor, most * factor)
    }
  }

  func place(_ value: Double) -> Double {
    let share =
      kind == .linear ? (value - low) / (high - low) : log(value / low) / log(high / low)
    return start + share * (end - start)
  }

  /// About five values to name.
  var ticks: [Double] {
    switch kind {
    case .linear: linearTicks
    case .decades: geometric(base: 10, fine: [1, 2, 5])
    case .octaves: geometric(base: 2, fine: [1, 1.25, 1.5, 1.75])
    }
  }

  private var linearTicks: [Double] {
    let rough = (high - low) / 5
    let power = pow(10, floor(log10(rough)))
    let step = ([1, 2, 5, 10].first { $0 * power >= rough } ?? 10) * power
    let first = (low / step).rounded(.up)
    return (0..<20).map { (first + Double($0)) * step }.filter { $0 <= high }
  }

  /// Powers of the base, with numbers between where these are few, and without some where many.
  private func geometric(base: Double, fine: [Double]) -> [Double] {
    let first = Int(floor(log(low) / log(base)))
    let last = Int(ceil(log(high) / log(base)))
    let powers = (first...max(first, last)).map { pow(base, Double($0)) }
    func visible(_ values: [Double]) -> [Double] { values.filter { (low...high).contains($0) } }
    let coarse = visible(powers)
    if coarse.count < 3 {
      let some = visible(powers.flatMap { power in fine.map { $0 * power } })
      return some.count > 1 ? some : linearTicks
    }
    let every = (coarse.count + 6) / 7
    return coarse.enumerated().filter { $0.offset % every == 0 }.map(\.element)
  }
}
