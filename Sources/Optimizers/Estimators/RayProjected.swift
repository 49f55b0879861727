import Tensors
import Vocabulary

/// Two-sided probes, and now and then a search for how far each part should be from its start
/// (DiZO, arXiv:2502.03304).
///
/// After every `interval` steps each part l is put at `θ₀ + (γ_l/‖Δ_l‖)·Δ_l`, Δ = θ − θ₀. The
/// lengths γ are found by some two-sided steps in them alone, from γ = ‖Δ‖: with
/// z = clip(N(0, 1), ±(τ/ε)·‖Δ‖), so that no probe is farther than τ·‖Δ‖ from γ,
/// `γ ← clip(γ − η·‖Δ‖·(L(γ + ε·z) − L(γ − ε·z))/2ε · z, (1 ± τ)·‖Δ‖)`. The parts stay on their
/// rays, and what is in no part stays where it is. Two forward passes per step, and two more per
/// step of the search. Every step of a search has a batch of its own, the next of the training
/// data. github.com/Skilteee/DiZO, large_models/trainer.py.
package struct RayProjected: DataEstimator {
  /// How far from the weights the probes are.
  package var epsilon: Scheduled
  /// Steps between projections.
  package var interval: Int
  /// Steps of a projection.
  package var iterations: Int
  /// The distance of probes, and the rate, of the lengths.
  package var lengthEpsilon: Float
  /// The learning rate of the lengths.
  package var lengthRate: Float
  /// τ.
  package var tolerance: Float

  package init(
    epsilon: Scheduled, interval: Int, iterations: Int = 10, lengthEpsilon: Float = 0.1,
    lengthRate: Float = 2, tolerance: Float = 0.2
  ) {
    self.epsilon = epsilon
    self.interval = interval
    self.iterations = iterations
    self.lengthEpsilon = lengthEpsilon
    self.lengthRate = lengthRate
    self.tolerance = tolerance
  }

  package var needs: [Need] {
    [
      Need(.parts, "one that needs no parts: nothing is divided"),
      Need(.anchor, "one that needs no anchor: no weights are kept"),
    ]
  }

  package func wantsTravel(at moment: Moment) -> Bool {
    moment.step > 1 && (moment.step - 1) % interval == 0
  }

  package func cost(at moment: Moment, parts: Int) -> StepCost {
    StepCost(forwards: 2 + (wantsTravel(at: moment) ? 2 * iterations : 0))
  }

  package func cost(over stretch: Stretch, parts: Int) -> StepCost {
    let searches = stretch.beats(every: interval) - (stretch.steps.contains(1) ? 1 : 0)
    return StepCost(forwards: 2) * stretch.count + StepCost(forwards: 2 * iterations) * searches
  }

  package func estimate(
    _ step: ProbeStep, _ losses: LossOracle, overData: DataOracle
  ) throws(Divergence) -> Estimate {
    let moves = wantsTravel(at: step.moment) ? try search(step, overData) : []
    let distance = epsilon.value(at: step.moment)
    let key = step.key(query: 0)
    let sides = try losses(
      [distance, -distance].map { Displacement(moves + [DirectionTerm(key: key, scale: $0)]) })
    let slope = (Double(sides[0]) - Double(sides[1])) / (2 * Double(distance))
    return Estimate(
      loss: (sides[0] + sides[1]) / 2, terms: [DirectionTerm(key: key, scale: Float(slope))],
      shift: Conservative.scaled(moves, by: -1))
  }

  /// The moves along the rays that the search ends with.
  private func search(
    _ step: ProbeStep, _ overData: DataOracle
  ) throws(Divergence) -> [DirectionTerm] {
    let lengths = step.traveled
    let begun = ((step.moment.step - 1) / interval).times(iterations)
    var found = lengths
    for iteration in 0..<iterations {
      let noise = noise(step.key.folding(.drawing).folding(UInt64(iteration)), lengths)
      let places = [lengthEpsilon, -lengthEpsilon].map { side in
        let probed = zip(found, noise).map { $0 + side * $1 }
        return Displacement(Self.moves(from: lengths, to: probed))
      }
      let sides = try overData(places, begun.plus(iteration) % step.moment.data.batches)
      let slope = (sides[0] - sides[1]) / (2 * lengthEpsilon)
      for part in found.indices {
        let wanted = found[part] - lengthRate * lengths[part] * slope * noise[part]
        let (low, high) = ((1 - tolerance) * lengths[part], (1 + tolerance) * lengths[part])
        found[part] = min(max(wanted, low), high)
      }
    }
    return Self.moves(from: lengths, to: found)
  }

  /// (γ/‖Δ‖ − 1)·Δ of each part that has moved at all.
  private static func moves(from lengths: [Float], to wanted: [Float]) -> [DirectionTerm] {
    lengths.indices.compactMap { part in
      guard lengths[part] > 0 else { return nil }
      return DirectionTerm(
        key: Anchor.key, scale: wanted[part] / lengths[part] - 1, part: part + 1)
    }
  }

  /// Standard normal numbers, as sums of twelve uniform ones, clipped at (τ/ε)·‖Δ‖.
  private func noise(_ key: RandomKey, _ lengths: [Float]) -> [Float] {
    lengths.enumerated().map { index, length in
      let drawn = Float((0..<12).reduce(-6.0) { $0 + key.fraction(12 * index + $1) })
      let most = tolerance / lengthEpsilon * length
      return min(max(drawn, -most), most)
    }
  }
}
