import Vocabulary

/// What pays for a method's steps; methods of one class are compared with each other.
package enum MethodClass: String, CaseIterable, Hashable, Sendable {
  case zerothOrder = "zeroth-order"
  case forwardGradient = "forward-gradient"
  case withGradients = "with gradients"
  case withoutSteps = "without training steps"

  /// - Parameter spent: passes of trials of one method.
  init(_ spent: [StepCost]) {
    self =
      spent.contains { $0.backwards > 0 }
      ? .withGradients : spent.contains { $0.forwards > 0 } ? .zerothOrder : .withoutSteps
  }

  init(_ cells: [CellResults]) {
    let kind = MethodClass(cells.flatMap(\.chosenTrials).map(\.spent))
    let isTangent = kind == .zerothOrder && cells.contains(where: \.usesTangents)
    self = isTangent ? .forwardGradient : kind
  }

  /// Where there is little space.
  var shortName: String {
    switch self {
    case .zerothOrder: "zeroth order"
    case .forwardGradient: "forward gradient"
    case .withGradients: "first order"
    case .withoutSteps: "no training"
    }
  }
}
