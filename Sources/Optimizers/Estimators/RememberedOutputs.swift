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
  static func ofStage(_ steps: Int) -> Cadence { Cadence(steps, own: RunShare(128)) }
}

/// What displacements changed in a problem's outputs, each in a place of its own.
///
/// Where a problem has no outputs, its loss is the only one.
public struct OutputChanges {
  private let floats: FloatView
  private let count: Int
  private let problem: any LossProblem

  /// - Parameters:
  ///   - floats: room for the changes.
  ///   - count: how many places there are.
  init(_ floats: FloatView, count: Int, _ problem: any LossProblem) {
    self.floats = floats
    self.count = count
    self.problem = problem
  }

  private func block(_ place: Int) -> FloatView {
    let size = floats.count / count
    return floats.part(place * size, size)
  }

  /// Writes what a displacement changes into a place, and gives the loss at the weights.
  ///
  /// - Throws: the first loss that is not finite.
  public func keep(_ displacement: Displacement, at place: Int) throws(Divergence) -> Float {
    let block = block(place)
    if let problem = problem.ofOutputs { return try problem.change(by: displacement, into: block) }
    let losses = try problem.losses(at: [displacement, .none])
    block[0] = losses[0] - losses[1]
    return losses[1]
  }

  /// What the change of a place means for the loss at the weights of the latest one.
  public func slope(_ place: Int) -> Float {
    problem.ofOutputs?.slope(of: block(place)) ?? block(place)[0]
  }
}

/// An estimator that asks what displacements change in the outputs, and keeps some of that.
public protocol OutputEstimator: Estimator {
  /// Changes that are kept, the present step's among them.
  var window: Int { get }
  func estimate(
    _ step: ProbeStep, _ losses: LossOracle, outputs: OutputChanges
  ) throws(Divergence) -> Estimate
}

extension OutputEstimator {
  /// The one that shows outputs.
  public var oracle: Oracle { .outputs(self) }
}
