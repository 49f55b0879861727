import Foundation
import Tensors
import Vocabulary

/// Two-sided slopes along a few parts, drawn by how sensitive the loss was to them (CurvZO).
///
/// Part t is drawn with probability π_t = min(k, 1/max p)·p_t by itself, p = s/Σs and k = ⌊f·T⌋ at
/// least 1 (Poisson sampling); when none is, the likeliest is. The drawn are probed together and
/// move by c/π_t. With e_t = ‖z_t‖²/π_t² and w = e/Σe over them, and G the average of |c|: `s_t ←
/// (1−β)·s_t + β·(|c|/G)·w_t`. After the measurements of steps 1, 1 + n, … the share f follows how
/// evenly s is spread: f ← 0.9·f + 0.1·(0.1 + 0.7·(0.7·N/T + 0.3·(1 − H))) within [0.1, 0.8], with
/// v = s/mean(s), N = (Σ√v)²/Σv and H the entropy of s over log T. It remembers s, G and f.
/// arXiv:2603.21725; its port in EkkoXy/AIM-ZO, `src/aimzo/zo/methods/curvzo.py`. By 1/π² most
/// credit goes to the part that is drawn least, whichever moved the loss: on a loss of one part
/// alone the sensitivities of all stay of one size.
package struct SensitivitySampling: Estimator {
  package var epsilon: Scheduled
  /// f at first.
  package var share: Double
  /// β.
  package var rate: Double
  /// The weight of a new |c| in G.
  package var slopeRate: Double
  /// s at first.
  package var initial: Double
  /// Steps from one change of f to the next; 0 is never.
  package var adaptEvery: Int

  package init(
    epsilon: Scheduled, share: Double = 0.4, rate: Double = 0.1, slopeRate: Double = 0.1,
    initial: Double = 0.01, adaptEvery: Int = 20
  ) {
    self.epsilon = epsilon
    self.share = share
    self.rate = rate
    self.slopeRate = slopeRate
    self.initial = initial
    self.adaptEvery = adaptEvery
  }

  package var wantsLengths: Bool { true }
  package var needs: [Need] { [Need(.parts, "one that needs no parts: nothing is divided")] }
  package func cost(at moment: Moment, parts: Int) -> StepCost { StepCost(forwards: 2) }
  package func memory(parts: Int) -> Int { parts + 2 }

  /// s of each part, G and f.
  private struct Knowledge {
    var sensitivities: [Double]
    var slope: Double
    var share: Double

    /// 40 % of the parts and s as they are before the first step, when nothing is remembered.
    init(_ memory: [Float], _ estimator: SensitivitySampling) {
      let parts = max(memory.count - 2, 0)
      guard let share = memory.last, share > 0 else {
        sensitivities = Array(repeating: estimator.initial, count: parts)
        (slope, self.share) = (1e-8, estimator.share)
        return
      }
      sensitivities = memory.prefix(parts).map(Double.init)
      (slope, self.share) = (Double(memory[parts]), Double(share))
    }

    var floats: [Float] { (sensitivities + [slope, share]).map(Float.init) }
    /// As they are used: none is 0.
    var positive: [Double] { sensitivities.map { max($0, 1e-12) } }
  }

  /// π of each part.
  private func probabilities(_ known: Knowledge) -> [Double] {
    let values = known.positive
    let sum = values.reduce(0, +)
    let count = min(max(Int((known.share * Double(values.count)).rounded(.down)), 1), values.count)
    let factor = min(Double(count), sum / (values.max() ?? sum))
    return values.map { factor * $0 / sum }
  }

  /// The drawn parts, 1, 2, …, each with its probability.
  func draw(_ step: ProbeStep) -> [(part: Int, probability: Double)] {
    let probabilities = probabilities(Knowledge(step.memory, self))
    let key = step.key.folding(.drawing)
    let all = probabilities.enumerated().map { (part: $0.offset + 1, probability: $0.element) }
    let drawn = all.filter { key.fraction($0.part - 1) < $0.probability }
    guard drawn.isEmpty, let largest = probabilities.max() else { return drawn }
    return all.first { $0.probability == largest }.map { [$0] } ?? []
  }

  package func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    let (distance, key) = (epsilon.value(at: step.moment), step.key(query: 0))
    let drawn = draw(step)
    let sides = [distance, -distance].map { side in
      Displacement(drawn.map { DirectionTerm(key: key, scale: side, part: $0.part) })
    }
    let values = try losses(sides).map(Double.init)
    let slope = (values[0] - values[1]) / (2 * Double(distance))
    let terms = drawn.map {
      DirectionTerm(key: key, scale: Float(slope / max($0.probability, 1e-8)), part: $0.part)
    }
    return Estimate(loss: Float((values[0] + values[1]) / 2), terms: terms)
  }

  package func learn(from estimate: Estimate, _ step: ProbeStep) -> [Float] {
    var known = Knowledge(step.memory, self)
    let drawn = draw(step)
    guard let term = estimate.terms?.first, let first = drawn.first else { return step.memory }
    let slope = abs(Double(term.scale)) * max(first.probability, 1e-8)
    known.slope = (1 - slopeRate) * known.slope + slopeRate * slope
    let energies = drawn.map { arm in
      let probability = max(arm.probability, 1e-8)
      return Double(step.lengths[arm.part - 1]) / (probability * probability)
    }
    let sum = energies.reduce(1e-12, +)
    for (arm, energy) in zip(drawn, energies) {
      let new = slope / (known.slope + 1e-12) * energy / sum
      let old = known.sensitivities[arm.part - 1]
      known.sensitivities[arm.part - 1] = (1 - rate) * old + rate * new
    }
    if adaptEvery > 0, (step.moment.step - 1) % adaptEvery == 0 {
      known.share = adapted(known)
    }
    return known.floats
  }

  /// f after it has seen how evenly s is spread.
  private func adapted(_ known: Knowledge) -> Double {
    let values = known.positive
    let (count, sum) = (Double(values.count), values.reduce(0, +))
    guard count > 1 else { return known.share }
    let roots = values.reduce(0) { $0 + $1.squareRoot() }
    let effective = roots * roots / sum
    let entropy = values.reduce(0) { $0 - $1 / sum * log($1 / sum) } / log(count)
    let wanted = 0.1 + 0.7 * (0.7 * effective / count + 0.3 * (1 - entropy))
    return min(max(0.9 * known.share + 0.1 * wanted, 0.1), 0.8)
  }
}
