import Vocabulary

/// What a population's rewards become before they weigh its directions; the weights sum to zero.
///
/// A reward is minus a loss, so any objective will do: equal rewards give no weight, and a shift or
/// a positive factor of all of them changes nothing (but for the small number in a divisor).
package enum Shaping: String, SettingChoice {
  /// (Rᵢ − R̄) / (σ + 1e-8), σ over N (Qiu et al. 2025, arXiv:2509.24372).
  case standard
  /// rankᵢ / (N − 1) − ½, the best last; equal rewards share the mean of their ranks (Salimans et
  /// al. 2017, arXiv:1703.03864). Any increasing function of the reward leaves it as it is.
  case rank
  /// (Rᵢ − R̄) / √(σ² + 1e-5), σ over N (EGGROLL, arXiv:2511.16652).
  case stabilized

  /// - Parameter group: how many members that follow each other are compared among themselves: each
  ///   has the mean (or the ranks) of its group, and σ is of all rewards. 0 compares all.
  package func weights(_ rewards: [Double], group: Int = 0) -> [Double] {
    let size = group == 0 ? rewards.count : group
    let groups = stride(from: 0, to: rewards.count, by: max(size, 1)).map {
      Array(rewards[$0..<min($0 + size, rewards.count)])
    }
    if self == .rank { return groups.flatMap(Self.centeredRanks) }
    let variance = Self.variance(rewards)
    let divisor =
      self == .standard ? variance.squareRoot() + 1e-8 : (variance + 1e-5).squareRoot()
    return groups.flatMap { group in
      let mean = Self.mean(group)
      return group.map { ($0 - mean) / divisor }
    }
  }

  /// Summed from the first value on, so that the mean of equal values is that value.
  private static func mean(_ values: [Double]) -> Double {
    guard let first = values.first else { return 0 }
    return first + values.reduce(0) { $0 + ($1 - first) } / Double(values.count)
  }

  /// Over all of them, not one less.
  private static func variance(_ values: [Double]) -> Double {
    let mean = mean(values)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(values.count, 1))
  }

  private static func centeredRanks(_ values: [Double]) -> [Double] {
    let last = Double(max(values.count - 1, 1))
    return values.map { value in
      let below = values.count { $0 < value }
      let equal = values.count { $0 == value }
      return (Double(below) + Double(equal - 1) / 2) / last - 0.5
    }
  }
}
