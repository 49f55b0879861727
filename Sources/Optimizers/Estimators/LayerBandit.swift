import Foundation
import Tensors
import Vocabulary

/// Two-sided slopes along a few parts, drawn by what they brought before (AdaLeZO).
///
/// p = (1 − γ)·softmax(Q / (max|Q|·τ)) + γ / B over the B parts; k = max(1, ⌊share·B⌋) are drawn
/// with replacement; the drawn ones are probed together. Part j moves by c·countⱼ·min(1 / (pⱼ·k),
/// clip), which makes the expectation that of moving all; Qⱼ averages |c|. It remembers a float per
/// part. arXiv:2604.18264; γ is 0.1 in the authors' script, 0.01 in their sampler, whose constant
/// 0.7 belongs to an upper confidence bound that it does not use.
package struct LayerBandit: Estimator {
  /// How far from the weights the probes are.
  package var epsilon: Scheduled
  /// The share of the parts that is drawn.
  package var share: Double
  package var temperature: Double
  package var exploration: Double
  package var clip: Double
  /// The weight of a new |c| in Q.
  package var learning: Double

  package init(
    epsilon: Scheduled, share: Double = 0.1, temperature: Double = 0.1, exploration: Double = 0.1,
    clip: Double = 10, learning: Double = 0.1
  ) {
    self.epsilon = epsilon
    self.share = share
    self.temperature = temperature
    self.exploration = exploration
    self.clip = clip
    self.learning = learning
  }

  package var needs: [Need] { [Need(.parts, "one that needs no parts: nothing is divided")] }

  package func cost(at moment: Moment, parts: Int) -> StepCost { StepCost(forwards: 2) }

  package func memory(parts: Int) -> Int { parts }

  /// The probability of each part.
  func probabilities(_ values: [Float]) -> [Double] {
    let count = Double(values.count)
    let largest = Double(values.map(abs).max() ?? 0)
    guard largest > 0 else { return values.map { _ in 1 / count } }
    let weights = values.map { exp((Double($0) / largest - 1) / temperature) }
    let sum = weights.reduce(0, +)
    return weights.map { (1 - exploration) * $0 / sum + exploration / count }
  }

  /// A part that was drawn, how often, and with which probability.
  struct Drawn {
    var part: Int
    var count: Int
    var probability: Double
  }

  /// The drawn parts, ascending, with the weight of each in the update.
  func draw(_ step: ProbeStep) -> [(part: Int, weight: Double)] {
    let drawn = drawn(step, by: step.memory)
    let draws = Double(drawn.reduce(0) { $0 + $1.count })
    return drawn.map { ($0.part, Double($0.count) * min(1 / ($0.probability * draws), clip)) }
  }

  /// The drawn parts, ascending.
  func drawn(_ step: ProbeStep, by values: [Float]) -> [Drawn] {
    let probabilities = probabilities(values)
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
    return counts.sorted { $0.key < $1.key }.map {
      Drawn(part: $0.key + 1, count: $0.value, probability: probabilities[$0.key])
    }
  }

  package func estimate(
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

  package func learn(from estimate: Estimate, _ step: ProbeStep) -> [Float] {
    var values = step.memory
    for (term, drawn) in zip(estimate.terms ?? [], draw(step)) where drawn.weight > 0 {
      let slope = abs(Double(term.scale)) / drawn.weight
      let old = Double(values[drawn.part - 1])
      values[drawn.part - 1] = Float((1 - learning) * old + learning * slope)
    }
    return values
  }
}

extension LayerBandit {
  struct Arms: Settings {
    @Setting(.epsilon()) var epsilon: Float
    @Setting(.block, "How fine the parts are.") var level: ModuleLevel
    @Setting(.drawnShare()) var ratio: Double
    init() {}
  }

  static let part = EstimatorPart("bandit", Arms.self) { h, making in
    .probes(
      LayerBandit(epsilon: making.distance(h.epsilon), share: h.ratio), partition: h.level)
  }
}

/// The arms of the bandits: all embeddings are one, each block is one, and what is left (the final
/// norm and a head) is one.
enum BanditArms: Partition {
  case standard

  func parts(of slices: [Slice]) -> [String?] {
    zip(slices, ModuleLevel.block.parts(of: slices)).map { slice, block in
      if slice.block != nil { return block }
      return slice.name.contains("embed") || slice.kind == .embedding ? "embeddings" : "head"
    }
  }
}
