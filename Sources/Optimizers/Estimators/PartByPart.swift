import Tensors
import Vocabulary

/// Two losses per part of the parameters: each part is probed by itself (block-wise ZO of
/// ZO-Bench).
///
/// In the order of Gauss and Seidel a part is probed where the parts before it have moved already;
/// in Jacobi's order all are probed at θ. The moves are places, as for every probe: the weights are
/// written once, at the end. 2·B forward passes for B parts.
package struct PartByPart: Estimator {
  /// Where a part is probed.
  package enum Order: String, SettingChoice {
    case gaussSeidel = "gauss-seidel"
    case jacobi
  }

  /// How far from the weights the probes are.
  package var epsilon: Scheduled
  /// The rate of plain descent, by which earlier parts have moved.
  package var rate: Scheduled
  /// Whether a part sees the steps of those before it.
  package var order: Order

  package init(epsilon: Scheduled, rate: Scheduled, order: Order) {
    self.epsilon = epsilon
    self.rate = rate
    self.order = order
  }

  package var needs: [Need] {
    guard order == .gaussSeidel else { return [] }
    return [
      Need(
        .plainDescent, in: "update",
        "empty: in the order gauss-seidel earlier parts have moved by plain descent")
    ]
  }

  package func cost(at moment: Moment, parts: Int) -> StepCost { StepCost(forwards: 2 * parts) }

  package func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    let (epsilon, rate) = (epsilon.value(at: step.moment), rate.value(at: step.moment))
    let key = step.key(query: 0)
    var terms: [DirectionTerm] = []
    var sum = 0.0
    for part in 1...max(step.parts, 1) {
      let moved = order == .gaussSeidel ? Conservative.scaled(terms, by: -rate) : []
      let sides = [epsilon, -epsilon].map { side in
        Displacement(moved + [DirectionTerm(key: key, scale: side, part: part)])
      }
      let values = try losses(sides).map(Double.init)
      let slope = (values[0] - values[1]) / (2 * Double(epsilon))
      terms.append(DirectionTerm(key: key, scale: Float(slope), part: part))
      sum += (values[0] + values[1]) / 2
    }
    return Estimate(loss: Float(sum / Double(max(step.parts, 1))), terms: terms)
  }
}

extension PartByPart {
  struct Parts: Settings {
    @Setting(.epsilon()) var epsilon: Float
    @Setting(.block, "How fine the parts are.") var level: ModuleLevel
    @Setting(.order()) var order: Order
    init() {}
  }

  static let part = EstimatorPart("part-by-part", Parts.self) { h, making in
    .probes(
      PartByPart(epsilon: making.distance(h.epsilon), rate: making.rate, order: h.order),
      partition: h.level)
  }
}
