import Tensors
import Vocabulary

/// One-sided probes along a few directions, fused as a Kalman filter does (BSZO).
///
/// `yⱼ = (L(θ + ε·zⱼ) − L(θ))/ε` are noisy measurements of the slopes xⱼ along z₁ … z_k, which have
/// the prior N(0, σ₀²). The first k samples take one direction each; each further one learns again
/// from the measurement of the direction of the largest posterior variance, without a pass of its
/// own. The estimate is Σ μⱼ·zⱼ with the posterior's mean μ. The noise's deviation is remembered
/// from step to step. `1 + min(samples, k)` forward passes. arXiv:2601.01452; AeonianQuill/BSZO,
/// `bszo_optimizer_v3.py`.
package struct BayesianSubspace: Estimator {
  /// How far from the weights the probes are.
  package var epsilon: Scheduled
  /// k.
  package var dimensions: Int
  package var samples: Int
  /// σ₀; nil is √(n/10⁶) for n trained elements.
  package var deviation: Double?

  package init(
    epsilon: Scheduled, dimensions: Int = 2, samples: Int = 3, deviation: Double? = nil
  ) {
    self.epsilon = epsilon
    self.dimensions = dimensions
    self.samples = samples
    self.deviation = deviation
  }

  package var isPaired: Bool { false }

  package func cost(at moment: Moment, parts: Int) -> StepCost {
    StepCost(forwards: 1 + min(samples, dimensions))
  }

  /// √v, the deviation of the noise.
  package func memory(parts: Int) -> Int { 1 }

  package func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    let epsilon = epsilon.value(at: step.moment)
    let keys = (0..<dimensions).map { step.key(query: $0) }
    let places = keys.prefix(samples).map {
      Displacement([DirectionTerm(key: $0, scale: epsilon)])
    }
    let values = try losses([.none] + places).map(Double.init)
    let slopes = values.dropFirst().map { ($0 - values[0]) / Double(epsilon) }
    var belief = SlopeBelief(
      dimensions: dimensions, deviation: deviation ?? (Double(step.elements) / 1e6).squareRoot(),
      noise: Double(step.memory.first ?? 0))
    for sample in 0..<samples {
      let axis = sample < dimensions ? sample : belief.leastCertain
      belief.learn(slopes[axis], along: axis)
    }
    return Estimate(
      loss: Float(values[0]),
      terms: zip(keys, belief.mean).map { DirectionTerm(key: $0, scale: Float($1)) },
      deviation: max(Float(belief.noise), .leastNormalMagnitude))
  }

  package func learn(from estimate: Estimate, _ step: ProbeStep) -> [Float] {
    [estimate.deviation ?? 0]
  }
}

/// What is believed of the slopes along some directions: independent normal distributions.
struct SlopeBelief {
  private(set) var mean: [Double]
  private var variance: [Double]
  /// √v.
  private(set) var noise: Double
  private let leastNoise: Double

  /// The source adds it to each variance after each measurement; it also decides ties.
  private static let jitter = 1e-10

  /// - Parameters:
  ///   - deviation: σ₀, of the prior and of the first noise.
  ///   - noise: √v as it was remembered; 0 when nothing was.
  init(dimensions: Int, deviation: Double, noise: Double) {
    mean = Array(repeating: 0, count: dimensions)
    variance = Array(repeating: deviation * deviation, count: dimensions)
    self.noise = noise > 0 ? noise : deviation
    leastNoise = 0.1 * deviation
  }

  /// The direction of the largest variance, the first of equal ones.
  var leastCertain: Int { variance.firstIndex(of: variance.max() ?? 0) ?? 0 }

  /// v ← 0.9·v + 0.1·(y − μ)², then the Kalman gain with the noise max(0.1·σ₀, √v).
  mutating func learn(_ slope: Double, along axis: Int) {
    let surprise = slope - mean[axis]
    noise = (0.9 * noise * noise + 0.1 * surprise * surprise).squareRoot()
    let spread = max(leastNoise, noise)
    let gain = variance[axis] / (variance[axis] + spread * spread)
    mean[axis] += gain * surprise
    variance[axis] -= gain * variance[axis]
    for other in variance.indices { variance[other] += Self.jitter }
  }
}
