import Foundation
import Tensors
import Vocabulary

/// An estimator with the curvature along its estimate g, measured every so many steps:
/// `T = gᵀHg / gᵀ∇L`, from three more losses at θ, θ + h·g and θ − h·g, with h·g as long in
/// coefficients as ε.
///
/// `1/T` is the best length of a step along g on a quadratic. For one direction T is zᵀHz, what
/// two-sided probes know without other places than their own.
struct AlongEstimate: Estimator {
  private var base: any Estimator
  private let steps: Int

  init(_ base: any Estimator, every steps: Int) {
    self.base = base
    self.steps = steps
  }

  var epsilon: Scheduled {
    get { base.epsilon }
    set { base.epsilon = newValue }
  }

  var offers: Offers { base.offers.union([.stepCurvature]) }
  var needs: [Need] { base.needs }
  var moments: SlopeMoments? { base.moments }
  var isPaired: Bool { base.isPaired }
  var wantsLengths: Bool { base.wantsLengths }
  func unit(at moment: Moment) -> Double { base.unit(at: moment) }
  func wantsTravel(at moment: Moment) -> Bool { base.wantsTravel(at: moment) }
  func memory(parts: Int) -> Int { base.memory(parts: parts) }
  func equivalent(over stretch: Stretch) -> String? { base.equivalent(over: stretch) }

  private static let cost = StepCost(forwards: 3)

  func cost(at moment: Moment, parts: Int) -> StepCost {
    base.cost(at: moment, parts: parts) + (measures(moment) ? Self.cost : StepCost())
  }

  func cost(over stretch: Stretch, parts: Int) -> StepCost {
    base.cost(over: stretch, parts: parts) + Self.cost * stretch.beats(every: steps)
  }

  private func measures(_ moment: Moment) -> Bool { (moment.step - 1) % steps == 0 }

  func estimate(_ step: ProbeStep, _ losses: LossOracle) throws(Divergence) -> Estimate {
    var estimate = try base.estimate(step, losses)
    guard measures(step.moment) else { return estimate }
    let terms = estimate.terms ?? []
    let length = terms.reduce(0.0) { $0 + Double($1.scale) * Double($1.scale) }.squareRoot()
    let distance = length > 0 ? Double(epsilon.value(at: step.moment)) / length : 0
    let places = [0, distance, -distance].map {
      Displacement(Conservative.scaled(terms, by: Float($0)))
    }
    let values = try losses(places).map(Double.init)
    let slope = (values[1] - values[2]) / (2 * distance)
    let second = (values[1] + values[2] - 2 * values[0]) / (distance * distance)
    let curvature = Float(second / slope)
    if curvature.isFinite { estimate.curvature = curvature }
    return estimate
  }

  func learn(from estimate: Estimate, _ step: ProbeStep) -> [Float] {
    base.learn(from: estimate, step)
  }
}

extension Estimator {
  /// An estimator that measures the curvature along its estimate every so many steps, where its
  /// losses are those of the batch.
  func measuringStepCurvature(every steps: Int) -> any Estimator {
    if offers.contains(.curvature) { return measuringCurvature(every: steps) }
    guard case .batch = oracle else { return self }
    return AlongEstimate(self, every: steps)
  }
}
