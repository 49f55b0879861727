import Tensors
import Vocabulary

/// One loss per member of a population at θ + σ·εᵢ, of which only the shaped rewards are used.
///
/// The estimate is −(1/N)·Σ zᵢ·εᵢ with zᵢ the shaped reward −Lᵢ: rewards rise along it when it is
/// subtracted, and nothing is divided by σ (Qiu et al. 2025, arXiv:2509.24372). No loss at θ is
/// needed, and the loss may be anything that orders places: an accuracy, an F1, a score of answers.
package struct Population: QueryCounted {
  package var epsilon: Scheduled
  package var queries: Int
  package var shaping: Shaping

  package init(epsilon: Scheduled, queries: Int, shaping: Shaping = .standard) {
    self.epsilon = epsilon
    self.queries = queries
    self.shaping = shaping
  }

  package var isPaired: Bool { false }
  package var offers: Offers { [.deviation] }
  package var fewestQueries: Int { 2 }

  package func cost(at moment: Moment, parts: Int) -> StepCost { StepCost(forwards: queries) }

  package func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    let epsilon = epsilon.value(at: step.moment)
    let keys = (0..<queries).map { step.key(query: $0) }
    let values = try losses(keys.map { .along($0, by: epsilon) }).map(Double.init)
    let weights = shaping.weights(values.map { -$0 })
    let terms = zip(keys, weights).map { key, weight in
      DirectionTerm(key: key, scale: Float(-weight / Double(queries)))
    }
    return Estimate(
      loss: Float(values.reduce(0, +) / Double(queries)), terms: terms,
      deviation: OneSided.deviation(of: values))
  }
}

extension Population {
  struct Members: Settings {
    @Setting(.epsilon()) var epsilon: Float
    @Setting(.queries(30, atLeast: 2)) var queries: Int
    @Setting(.shaping(.standard)) var shaping: Shaping
    init() {}
  }

  static let part = EstimatorPart("population", of: Members.self) { h, making in
    Population(epsilon: making.distance(h.epsilon), queries: h.queries, shaping: h.shaping)
  }
}

/// A population that shares out the batch: each example is seen by members of its own (EGGROLL).
///
/// An example has `members` of them, in pairs at θ ± σ·Dᵢⱼ; a pass evaluates one member of every
/// example, so that N = B·members losses take `members` passes. The rewards of one example are
/// compared among themselves, with the deviation of all. The estimate is −(σ/√N)·Σ z·s·Dᵢⱼ
/// (arXiv:2511.16652; ESHyperscale/HyperscaleES, `noiser/eggroll.py`).
package struct GroupedPopulation: ExampleEstimator {
  package var epsilon: Scheduled
  /// Members that see an example; even.
  package var members: Int
  package var shaping: Shaping

  package init(epsilon: Scheduled, members: Int, shaping: Shaping = .stabilized) {
    self.epsilon = epsilon
    self.members = members
    self.shaping = shaping
  }

  package var offers: Offers { [.displacedExamples] }
  package var needs: [Need] { [.directionsOfExamples] }

  package func cost(at moment: Moment, parts: Int) -> StepCost { StepCost(forwards: members) }

  package func estimate(
    _ step: ProbeStep, examples: ExampleOracle
  ) throws(Divergence) -> Estimate {
    let distance = epsilon.value(at: step.moment)
    let keys = (0..<members / 2).map { $0 == 0 ? step.key : step.key.folding(UInt64($0) << 32) }
    let places = keys.flatMap { [Displacement.each($0, by: distance), .each($0, by: -distance)] }
    let values = try examples(places)
    let count = values[0].count
    let rewards = (0..<count).flatMap { example in values.map { -Double($0[example]) } }
    let weights = shaping.weights(rewards, group: members)
    let factor = Double(distance) / Double(count * members).squareRoot()
    let terms = keys.enumerated().flatMap { pair, key in
      (0..<count).map { example in
        let first = example * members + 2 * pair
        return DirectionTerm(
          key: key.folding(UInt64(example)),
          scale: Float(-factor * (weights[first] - weights[first + 1])))
      }
    }
    let loss = -rewards.reduce(0, +) / Double(max(rewards.count, 1))
    return Estimate(loss: Float(loss), terms: terms)
  }
}

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
