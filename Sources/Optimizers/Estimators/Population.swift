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
  package var offers: Offers { .deviation }
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
