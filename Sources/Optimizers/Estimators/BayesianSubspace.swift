import Tensors
import Vocabulary

/// One-sided probes in the plane of a few directions, fused as a Kalman filter does (BSZO).
///
/// `yᵢ = (L(θ + ε·Σ dᵢⱼzⱼ) − L(θ))/ε` are noisy measurements of dᵢᵀx, x the slopes along z₁ … z_k
/// with the prior N(0, 1) and noise of variance `noise` times the prior's; only that ratio matters.
/// The first k probes are along each z alone, the others along all of them with signs of the step's
/// key, ‖d‖ = 1. The estimate is Σ μⱼ·zⱼ with the posterior's mean μ. `samples` + 1 forward passes.
/// arXiv:2601.01452.
public struct BayesianSubspace: Estimator {
  public var epsilon: Scheduled
  /// k.
  public var dimensions: Int
  public var samples: Int
  public var noise: Double

  public init(epsilon: Scheduled, dimensions: Int = 2, samples: Int = 3, noise: Double = 1) {
    self.epsilon = epsilon
    self.dimensions = dimensions
    self.samples = samples
    self.noise = noise
  }

  public var isPaired: Bool { false }

  public func cost(at moment: Moment, parts: Int) -> StepCost {
    StepCost(forwards: samples + 1)
  }

  public func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    let epsilon = epsilon.value(at: step.moment)
    let keys = (0..<dimensions).map { step.key(query: $0) }
    let probes = (0..<samples).map { probe($0, step.key.folding(.drawing)) }
    let places = probes.map { probe in
      Displacement(
        zip(keys, probe).filter { $0.1 != 0 }
          .map { DirectionTerm(key: $0, scale: epsilon * Float($1)) })
    }
    let values = try losses([.none] + places).map(Double.init)
    var belief = Belief(dimensions: dimensions)
    for (probe, value) in zip(probes, values.dropFirst()) {
      belief.learn((value - values[0]) / Double(epsilon), along: probe, noise: noise)
    }
    return Estimate(
      loss: Float(values[0]),
      terms: zip(keys, belief.mean).map { DirectionTerm(key: $0, scale: Float($1)) })
  }

  /// dᵢ.
  private func probe(_ number: Int, _ key: RandomKey) -> [Double] {
    if number < dimensions { return (0..<dimensions).map { $0 == number ? 1 : 0 } }
    let length = 1 / Double(dimensions).squareRoot()
    return (0..<dimensions).map {
      key.fraction(dimensions * number + $0) < 0.5 ? length : -length
    }
  }
}

/// What is believed of some slopes: a normal distribution, with the prior N(0, I).
struct Belief {
  private(set) var mean: [Double]
  private var covariance: [[Double]]

  init(dimensions: Int) {
    mean = Array(repeating: 0, count: dimensions)
    covariance = (0..<dimensions).map { row in
      (0..<dimensions).map { $0 == row ? 1 : 0 }
    }
  }

  /// Learns from a measurement of the product with `probe`.
  mutating func learn(_ value: Double, along probe: [Double], noise: Double) {
    let shared = covariance.map { Self.product($0, probe) }
    let variance = Self.product(probe, shared) + noise
    let surprise = value - Self.product(probe, mean)
    for i in mean.indices {
      mean[i] += shared[i] * surprise / variance
      for j in mean.indices { covariance[i][j] -= shared[i] * shared[j] / variance }
    }
  }

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
