import Vocabulary

/// What pays for a method's steps; methods of one class are compared with each other.
package enum MethodClass: String, CaseIterable, Hashable, Sendable {
  case zerothOrder = "zeroth-order"
  case forwardGradient = "forward-gradient"
  case withGradients = "with gradients"
  case withoutSteps = "without training steps"
  /// It is not known what would pay: no trial of the method began.
  case notStarted = "not started"

  /// - Parameter spent: passes of trials of one method.
  init(_ spent: [StepCost]) {
    self =
      spent.contains { $0.backwards > 0 }
      ? .withGradients : spent.contains { $0.forwards > 0 } ? .zerothOrder : .withoutSteps
  }

  /// What was chosen tells; where nothing was, every trial that began, by what it spent or, before
  /// its first step, by what it was going to hold.
  init(_ cells: [CellResults]) {
    let chosen = cells.flatMap(\.chosenTrials)
    let began = chosen.isEmpty ? cells.flatMap(\.runs).flatMap(\.trials) : chosen
    var kind = MethodClass(began.map(\.spent))
    if kind == .withoutSteps, cells.contains(where: { $0.cell.optimizer != .noOptimizer }) {
      let holdsGradients = began.contains { $0.training.forecast.peaks[.gradients] > 0 }
      kind = began.isEmpty ? .notStarted : holdsGradients ? .withGradients : .zerothOrder
    }
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
    case .notStarted: "not started"
    }
  }
}
