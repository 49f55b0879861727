import Tensors
import Vocabulary

/// One-sided differences of several directions along a few parts that a bandit draws (AdaFZOO).
///
/// N losses at θ + ε·zᵢ restricted to the drawn parts, beside one at θ; part j moves by
/// wⱼ·Σ (Lᵢ − L₀)·zᵢ / N, wⱼ = min(1 / (pⱼ·active), clip) with the number of different parts that
/// are drawn. The deviation of the N losses, over N, is for a rule that divides by it. Qⱼ is the
/// mean of Σ |Lᵢ − L₀| / (N·σ) over the steps that drew j. N + 1 forward passes; two floats per
/// part.
package struct BatchedBandit: QueryCounted {
  /// How parts are chosen.
  package var bandit: LayerBandit
  /// Directions of a step.
  package var queries: Int

  package init(_ bandit: LayerBandit, queries: Int) {
    self.bandit = bandit
    self.queries = queries
  }

  package var epsilon: Scheduled {
    get { bandit.epsilon }
    set { bandit.epsilon = newValue }
  }

  package var isPaired: Bool { false }
  package var offers: Offers { [.deviation] }
  package var needs: [Need] { [Need(.parts, "one that needs no parts: nothing is divided")] }
  package var fewestQueries: Int { 2 }

  package func cost(at moment: Moment, parts: Int) -> StepCost {
    StepCost(forwards: queries + 1)
  }

  /// Q of each part, then how often it was drawn.
  package func memory(parts: Int) -> Int { 2 * parts }

  private func draw(_ step: ProbeStep) -> [(part: Int, weight: Double)] {
    let drawn = bandit.drawn(step, by: Array(step.memory.prefix(step.memory.count / 2)))
    return drawn.map {
      ($0.part, min(1 / ($0.probability * Double(drawn.count)), bandit.clip))
    }
  }

  package func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    let distance = epsilon.value(at: step.moment)
    let drawn = draw(step)
    let keys = (0..<queries).map { step.key(query: $0) }
    let places = keys.map { key in
      Displacement(drawn.map { DirectionTerm(key: key, scale: distance, part: $0.part) })
    }
    let values = try losses([.none] + places).map(Double.init)
    let terms = keys.enumerated().flatMap { query, key in
      let difference = (values[query + 1] - values[0]) / Double(queries)
      return drawn.map {
        DirectionTerm(key: key, scale: Float(difference * $0.weight), part: $0.part)
      }
    }
    let biased = (Double(queries - 1) / Double(queries)).squareRoot()
    let deviation = OneSided.deviation(of: values.dropFirst()).map { Float(biased) * $0 }
    return Estimate(loss: Float(values[0]), terms: terms, deviation: deviation)
  }

  package func learn(from estimate: Estimate, _ step: ProbeStep) -> [Float] {
    let (drawn, terms) = (draw(step), estimate.terms ?? [])
    guard let deviation = estimate.deviation, deviation > 0 else { return step.memory }
    var memory = step.memory
    for (number, arm) in drawn.enumerated() where arm.weight > 0 {
      let own = stride(from: number, to: terms.count, by: drawn.count).map { terms[$0].scale }
      let sum = own.reduce(0.0) { $0 + Double(abs($1)) }
      let reward = sum / (arm.weight * Double(deviation))
      let (value, count) = (arm.part - 1, arm.part - 1 + memory.count / 2)
      memory[count] += 1
      memory[value] += (Float(reward) - memory[value]) / memory[count]
    }
    return memory
  }
}
