import Foundation
import Tensors
import Vocabulary

/// Slopes along the directions of several steps, from what each changed in the outputs and the
/// loss's gradient there (PseuZO).
///
/// With `Δo_a = o(θ + ε·z_a) − o(θ)` of the step a steps ago and `v = ∂L/∂o` at the weights, the
/// estimate is `Σ_a λ^a·⟨Δo_a, v⟩/ε·z_a` over the last `window` steps. λ falls as
/// `1/(1 + 10·s)` over the stages s = 0, 1, … of a cycle; after stage 10, and in a rest of the run
/// that is no whole cycle, the estimate is MeZO's. Each cycle begins with an empty window. Two
/// forward passes, in the steps with a window one at θ + ε·z and one at θ with the gradient of the
/// head's inputs. It remembers four floats per place. YangBigMn/PseuZO, `pzo_trainer.py`.
package struct RememberedOutputs: OutputEstimator {
  /// How far from the weights the probes are.
  package var epsilon: Scheduled
  /// Steps whose changes are kept.
  package var window: Int
  /// Steps of a stage, in which λ stays.
  package var stage: Cadence
  /// Parts of the run, each of which begins anew.
  package var cycles: Int

  /// The last stage with a window, and how fast λ falls.
  private static let (lastStage, fall) = (10, 10)
  private static let floatsPerKey = 4

  /// A window whose weights fall in cycles.
  package init(epsilon: Scheduled, window: Int, stage: Cadence, cycles: Int) {
    self.epsilon = epsilon
    self.window = window
    self.stage = stage
    self.cycles = cycles
  }

  /// What λ is, and the steps of the cycle before this one.
  struct Phase {
    var lambda: Double
    var age: Int
  }

  /// Where in its cycle a step is; nil where it is MeZO's.
  func phase(at moment: Moment) -> Phase? {
    let length = stage.period(of: moment.horizon) ?? moment.horizon
    let stages = ((moment.horizon - 1) / length + 1) / cycles
    let number = (moment.step - 1) / length
    guard number < stages.times(cycles), number % stages <= Self.lastStage else { return nil }
    let start = number / stages * stages * length
    return Phase(
      lambda: 1 / Double(1 + Self.fall * (number % stages)), age: moment.step - 1 - start)
  }

  package func cost(at moment: Moment, parts: Int) -> StepCost { StepCost(forwards: 2) }

  package func memory(parts: Int) -> Int { Self.floatsPerKey * window }

  package func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    try TwoSided(epsilon: epsilon).estimate(step, losses)
  }

  package func estimate(
    _ step: ProbeStep, _ losses: LossOracle, outputs: OutputChanges
  ) throws(Divergence) -> Estimate {
    guard let phase = phase(at: step.moment) else { return try estimate(step, losses) }
    let epsilon = epsilon.value(at: step.moment)
    let loss = try outputs.keep(
      .along(step.key(query: 0), by: epsilon), at: phase.age % window)
    let memory = remembering(step, phase)
    let terms = (0..<min(phase.age + 1, window)).map { back in
      let place = (phase.age - back) % window
      let slope = Double(outputs.slope(place)) / Double(epsilon)
      return DirectionTerm(
        key: RandomKey(floats: Array(memory[range(place)])),
        scale: Float(pow(phase.lambda, Double(back)) * slope))
    }
    return Estimate(loss: loss, terms: terms)
  }

  private func range(_ place: Int) -> Range<Int> {
    place * Self.floatsPerKey..<(place + 1) * Self.floatsPerKey
  }

  private func remembering(_ step: ProbeStep, _ phase: Phase) -> [Float] {
    var memory = step.memory
    memory.replaceSubrange(range(phase.age % window), with: step.key(query: 0).floats)
    return memory
  }

  /// The step's key at its place.
  package func learn(from estimate: Estimate, _ step: ProbeStep) -> [Float] {
    phase(at: step.moment).map { remembering(step, $0) } ?? step.memory
  }
}

extension RememberedOutputs {
  struct Window: Settings {
    @Setting(.epsilon()) var epsilon: Float
    @Setting(.outputWindow()) var window: Int
    @Setting(.stage()) var stage: Int
    @Setting(.cycles()) var cycles: Int
    init() {}
  }

  static let part = EstimatorPart("remembered-outputs", of: Window.self) { h, making in
    RememberedOutputs(
      epsilon: making.distance(h.epsilon), window: h.window, stage: .ofStage(h.stage),
      cycles: h.cycles)
  }
}

extension Cadence {
  /// Authors' epochs are 64 of 10,000 steps.
  static func ofStage(_ steps: Int) -> Cadence { Cadence(steps, own: 128) }
}
