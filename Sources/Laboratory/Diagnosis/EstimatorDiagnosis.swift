import Foundation
import Optimizers
import Vocabulary

/// How the gradient estimates of one optimizer compare with the true gradient g.
package struct EstimatorDiagnosis: Codable, Sendable {
  /// The optimizer whose estimator it is, with the settings that were given.
  package var optimizer: String
  /// How far from the weights losses are asked for; nil where none are.
  package var epsilon: Double?
  /// Passes of one estimate; a tangent counts as two forwards.
  package var forwards: Int
  package var backwards: Int
  package var trials: Int
  /// The mean of cos(ĝ, g).
  package var cosine: Double
  /// The mean of cos²(ĝ, g)·d per forward pass, and its standard error.
  package var alignment: Double
  package var alignmentError: Double
  /// What theory expects of it on a linear loss; nil where nothing is known.
  package var expectedAlignment: Double?
  /// ⟨mean ĝ, g⟩ / ‖g‖² − 1, and its standard error: 0 of an unbiased estimate.
  ///
  /// Of an estimate that leaves out the division by ε, as if it was divided.
  package var bias: Double
  package var biasError: Double
  package var expectedBias: Double?
  /// E ‖ĝ − E ĝ‖² / ‖g‖².
  package var variance: Double

  init(
    _ label: String, _ optimizer: Optimizer, _ cost: StepCost, _ sample: AlignmentSample,
    trials: Int, on batch: BatchAgreement
  ) {
    let (theory, unit) = (EstimatorTheory(of: optimizer, on: batch), optimizer.unit)
    let perForward = 1 / Double(max(cost.forwards, 1))
    let (alignment, gain) = (sample.alignment * perForward, sample.gain * (1 / unit))
    self.optimizer = label
    epsilon = optimizer.distance?.asWritten
    forwards = cost.forwards
    backwards = cost.backwards
    self.trials = trials
    cosine = sample.cosine.value
    self.alignment = alignment.value
    alignmentError = alignment.error
    expectedAlignment = theory.map { $0.alignment * perForward }
    bias = gain.value - 1
    biasError = gain.error
    expectedBias = theory.map { $0.gain - 1 }
    variance = sample.variance / (unit * unit)
  }
}

extension Optimizer {
  /// What the estimate of the gradient is multiplied by: ε where losses are not divided by it.
  fileprivate var unit: Double { source.estimator?.unit(at: Moment(step: 1)) ?? 1 }

  /// How far from the weights it asks for losses; nil where it asks for none.
  fileprivate var distance: Float? {
    source.estimator?.epsilon.peak ?? beside.lazy.compactMap(\.distance).first
  }

  /// This optimizer with every probe as far from the weights as `epsilon`.
  func probing(at epsilon: Float) -> Optimizer {
    var optimizer = self
    if case .probes(var estimator, let recipe) = source {
      estimator.epsilon = Scheduled(epsilon)
      optimizer.source = .probes(estimator, along: recipe)
    }
    optimizer.beside = beside.map { $0.probing(at: epsilon) }
    return optimizer
  }
}

extension Component {
  /// Whether its settings, or those of a part in it, say how far from the weights losses are asked
  /// for.
  package var setsDistance: Bool {
    guard SettingValue.map(settings).says("epsilon") else { return false }
    // Of a method that asks for no losses there, `epsilon` is another quantity.
    return (try? OptimizerCatalog.make(self))?.distance != nil
  }
}

extension SettingValue {
  /// Whether a value of this name is in it, at any depth.
  fileprivate func says(_ name: String) -> Bool {
    switch self {
    case .map(let values): values[name] != nil || values.values.contains { $0.says(name) }
    case .list(let values): values.contains { $0.says(name) }
    case .boolean, .integer, .number, .text: false
    }
  }
}

extension Float {
  /// The number with the digits that it is written with: 0.0001, not 9.999999747378752e-05.
  var asWritten: Double { Double("\(self)") ?? Double(self) }
}

/// What theory says of a gradient estimate on a linear loss with many more parameters than probes.
///
/// For dense directions over all parameters, from the second moments of its slopes, which an
/// estimator declares; one whose moments are not known in closed form, and a mask, has none.
struct EstimatorTheory {
  /// E cos²(ĝ, g) · d of one estimate.
  var alignment: Double
  /// E ⟨ĝ, g⟩ / ‖g‖².
  var gain: Double

  /// - Returns: nil where no value is known.
  init?(of optimizer: Optimizer, on batch: BatchAgreement) {
    guard optimizer.mask is Everything, optimizer.stepMask == nil, optimizer.partition == nil,
      optimizer.beside.isEmpty, let directions = optimizer.source.recipe?.offers
    else { return nil }
    let moments = optimizer.source.estimator.map(\.moments) ?? .mean(of: 1)
    guard let moments, directions.contains(moments.directions) else { return nil }
    self.init(moments, on: batch)
  }

  private init(_ moments: SlopeMoments, on batch: BatchAgreement) {
    switch moments {
    case .mean(let count): (alignment, gain) = (Double(count), 1)
    case .least(let count):
      let square = OrderStatistics.squareOfLeast(of: count)
      (alignment, gain) = (square, square)
    case .gap(let good, let count, let isNormalized):
      let gap = OrderStatistics.squareOfGap(low: good, of: count)
      // ‖v‖² / d before it is normalized.
      let length = 1 / Double(good) + 1 / Double(count - good)
      (alignment, gain) = (gap / length, isNormalized ? gap / length : gap)
    case .ofExamples: (alignment, gain) = (batch.alignment, 1)
    }
  }
}

extension SlopeMoments {
  /// What directions must be for the moments to hold.
  fileprivate var directions: Offer {
    switch self {
    case .mean, .least, .gap: .unitVariance
    case .ofExamples: .directionsOfExamples
    }
  }
}

/// Second moments of ordered standard normal samples, by integration over one of them.
///
/// They say how much a choice among probed directions aligns with the gradient: on a linear loss
/// the slopes along independent directions are independent normal samples.
enum OrderStatistics {
  /// E min(x₁ … x_count)².
  static func squareOfLeast(of count: Int) -> Double {
    integral { x in Double(count) * pow(above(x), Double(count - 1)) * density(x) * x * x }
  }

  /// E (mean of the `low` least − mean of the others)² of `count` samples; 0 < low < count.
  ///
  /// Given that the `low`-th is t, those below and those above are independent truncated normals.
  static func squareOfGap(low: Int, of count: Int) -> Double {
    let (below, high) = (Double(low - 1), Double(count - low))
    // log of count! / ((low − 1)! (count − low)!), which the density of the low-th begins with.
    let choices = lgamma(Double(count) + 1) - lgamma(below + 1) - lgamma(high + 1)
    return integral { t in
      let (left, right) = (above(-t), above(t))
      let weight = exp(choices + below * log(left) + high * log(right)) * density(t)
      guard weight > 0 else { return 0 }
      // Mean and variance of a normal below t, and of one above.
      let (ratioBelow, ratioAbove) = (density(t) / left, density(t) / right)
      let least = (below * -ratioBelow + t) / Double(low)
      let spreadBelow = 1 - t * ratioBelow - ratioBelow * ratioBelow
      let spreadAbove = 1 + t * ratioAbove - ratioAbove * ratioAbove
      let gap = least - ratioAbove
      let variance = below * spreadBelow / Double(low * low) + spreadAbove / high
      return weight * (gap * gap + variance)
    }
  }

  private static func density(_ x: Double) -> Double { exp(-x * x / 2) / (2 * .pi).squareRoot() }

  /// The share of a standard normal that is above x.
  private static func above(_ x: Double) -> Double { erfc(x / 2.0.squareRoot()) / 2 }

  /// ∫ over the line, by the trapezoidal rule, which is exact to rounding for such integrands.
  private static func integral(_ value: (Double) -> Double) -> Double {
    let steps = -720...720
    return steps.reduce(0.0) { $0 + value(Double($1) / 80) } / 80
  }
}
