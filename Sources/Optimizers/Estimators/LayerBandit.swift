import Foundation
import Tensors
import Vocabulary

/// Two-sided slopes along a few parts, drawn by what they brought before (AdaLeZO).
///
/// p = (1 − γ)·softmax(Q / (max|Q|·τ)) + γ / B over the B parts; k = max(1, ⌊share·B⌋) are drawn
/// with replacement; the drawn ones are probed together. Part j moves by c·countⱼ·min(1 / (pⱼ·k),
/// clip), which makes the expectation that of moving all; Qⱼ averages |c|. It remembers a float per
/// part. arXiv:2604.18264; that γ is the exploration constant 0.7, and the rate of Q's average, are
/// unconfirmed.
public struct LayerBandit: Estimator {
  /// How far from the weights the probes are.
  public var epsilon: Scheduled
  /// The share of the parts that is drawn.
  public var share: Double
  public var temperature: Double
  public var exploration: Double
  public var clip: Double
  /// The weight of a new |c| in Q.
  public var learning: Double

  public init(
    epsilon: Scheduled, share: Double = 0.1, temperature: Double = 0.1, exploration: Double = 0.7,
    clip: Double = 10, learning: Double = 0.1
  ) {
    self.epsilon = epsilon
    self.share = share
    self.temperature = temperature
    self.exploration = exploration
    self.clip = clip
    self.learning = learning
  }

  public func cost(at moment: Moment, parts: Int) -> StepCost { StepCost(forwards: 2) }

  public func memory(parts: Int) -> Int { parts }

  /// The probability of each part.
  func probabilities(_ values: [Float]) -> [Double] {
    let count = Double(values.count)
    let largest = Double(values.map(abs).max() ?? 0)
    guard largest > 0 else { return values.map { _ in 1 / count } }
    let weights = values.map { exp((Double($0) / largest - 1) / temperature) }
    let sum = weights.reduce(0, +)
    return weights.map { (1 - exploration) * $0 / sum + exploration / count }
  }

  /// The drawn parts, ascending, with the weight of each in the update.
  public func draw(_ step: ProbeStep) -> [(part: Int, weight: Double)] {
    let probabilities = probabilities(step.memory)
    let draws = max(1, Int(share * Double(probabilities.count)))
    let key = step.key.folding(.drawing)
    var counts: [Int: Int] = [:]
    for draw in 0..<draws {
      var left = key.fraction(draw)
      var part = 0
      while part + 1 < probabilities.count, left >= probabilities[part] {
        left -= probabilities[part]
        part += 1
      }
      counts[part, default: 0] += 1
    }
    return counts.sorted { $0.key < $1.key }.map { part, count in
      (part + 1, Double(count) * min(1 / (probabilities[part] * Double(draws)), clip))
    }
  }

  public func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    let epsilon = epsilon.value(at: step.moment)
    let key = step.key(query: 0)
    let drawn = draw(step)
    let sides = [epsilon, -epsilon].map { side in
      Displacement(drawn.map { DirectionTerm(key: key, scale: side, part: $0.part) })
    }
    let values = try losses(sides).map(Double.init)
    let slope = (values[0] - values[1]) / (2 * Double(epsilon))
    let terms = drawn.map {
      DirectionTerm(key: key, scale: Float(slope * $0.weight), part: $0.part)
    }
    return Estimate(loss: Float((values[0] + values[1]) / 2), terms: terms)
  }

  public func learn(from estimate: Estimate, _ step: ProbeStep) -> [Float] {
    var values = step.memory
    for (term, drawn) in zip(estimate.terms ?? [], draw(step)) where drawn.weight > 0 {
      let slope = abs(Double(term.scale)) / drawn.weight
      let old = Double(values[drawn.part - 1])
      values[drawn.part - 1] = Float((1 - learning) * old + learning * slope)
    }
    return values
  }
}
