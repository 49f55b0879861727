/// A cell's search for hyper-parameters: which point is tried next, from what was tried.
///
/// First the product of `tune`; then, as long as the best is at an edge of a setting that may be
/// extended, one value more beyond that edge, in the ratio of the last two; then the values of each
/// setting of `then` at the best of all that.
package struct PointSearch: Sendable {
  private let cell: Cell
  /// The product of `tune`.
  private let product: [[String: SettingValue]]
  /// The settings that a point without them has.
  private let settings: [String: SettingValue]

  /// - Parameter settings: the optimizer's, defaults included.
  package init(_ cell: Cell, settings: [String: SettingValue]) {
    self.cell = cell
    self.settings = settings
    product = cell.points
  }

  /// The points of all trials, as far as results decide them; the last is to be tried next.
  ///
  /// - Parameter ranks: of the trials so far, the larger the better; nil of one that is unusable.
  /// - Returns: nil when the search is over.
  package func next(
    after tried: [[String: SettingValue]], ranks: [(Double, Double)?]
  ) -> [String: SettingValue]? {
    if tried.count < product.count { return product[tried.count] }
    guard let best = Self.best(ranks) else { return nil }
    let points = tried.map(\.uncalibrated)
    if points.count < product.count + (cell.extend?.values.reduce(0, +) ?? 0),
      let beyond = beyond(points[best], points)
    {
      return beyond
    }
    return own(at: points[best], points)
  }

  /// The most trials that it may come to.
  package var most: Int {
    let own = (cell.then ?? [:]).reduce(0) { sum, setting in
      sum + setting.value.count { $0 != settings[setting.key] }
    }
    return product.count.plus(cell.extend?.values.reduce(0, +) ?? 0).plus(own)
  }

  /// The first of the best ranks.
  package static func best(_ ranks: [(Double, Double)?]) -> Int? {
    ranks.indices.filter { ranks[$0] != nil }.reversed()
      .max { (ranks[$0] ?? (0, 0)) < (ranks[$1] ?? (0, 0)) }
  }
}

extension PointSearch {
  /// The best point with one value more of a setting at whose edge it is.
  private func beyond(
    _ best: [String: SettingValue], _ points: [[String: SettingValue]]
  ) -> [String: SettingValue]? {
    for (name, most) in (cell.extend ?? [:]).sorted(by: { $0.key < $1.key }) {
      let numbers = Set(points.compactMap { $0[name]?.magnitude }).sorted()
      let added = numbers.count - Set((cell.tune[name] ?? []).compactMap(\.magnitude)).count
      guard added < most, numbers.count > 1, let value = best[name], let number = value.magnitude
      else { continue }
      let (low, high) = (numbers[0], numbers[numbers.count - 1])
      var point = best
      if number == high {
        point[name] = value.with(magnitude: high * high / numbers[numbers.count - 2])
      } else if number == low {
        point[name] = value.with(magnitude: low * low / numbers[1])
      } else {
        continue
      }
      return point
    }
    return nil
  }

  /// The best point with a value of `then` that was not tried yet.
  private func own(
    at best: [String: SettingValue], _ points: [[String: SettingValue]]
  ) -> [String: SettingValue]? {
    for (name, values) in (cell.then ?? [:]).sorted(by: { $0.key < $1.key }) {
      let tried = Set(points.compactMap { $0[name] })
      for value in values where value != settings[name] && !tried.contains(value) {
        return best.merging([name: value]) { $1 }
      }
    }
    return nil
  }

  /// The searched settings of more than two values at whose edge the best point is.
  package static func edges(
    of best: [String: SettingValue], among points: [[String: SettingValue]], in cell: Cell
  ) -> [String] {
    cell.tune.keys.sorted().filter { name in
      let numbers = Set(points.compactMap { $0[name]?.magnitude }).sorted()
      guard numbers.count > 2, let number = best[name]?.magnitude else { return false }
      return number == numbers.first || number == numbers.last
    }
  }
}

extension SettingValue {
  /// What a searched value is ordered by: the number itself, or a relative rate's.
  package var magnitude: Double? {
    if let rate = RelativeRate(self) { return rate.relative }
    return Double(setting: self)
  }

  /// The same kind of value with another magnitude, to six digits.
  fileprivate func with(magnitude: Double) -> SettingValue {
    let scale = Self.scale(of: magnitude)
    let number = (magnitude / scale * 1e6).rounded() / 1e6 * scale
    if RelativeRate(self) != nil { return RelativeRate(number).value }
    if case .integer = self { return .integer(max(1, Int(number.rounded()))) }
    return .number(number)
  }

  private static func scale(of magnitude: Double) -> Double {
    var scale = 1.0
    while magnitude < scale, scale > 1e-30 { scale /= 10 }
    while magnitude >= scale * 10, scale < 1e30 { scale *= 10 }
    return scale
  }
}
