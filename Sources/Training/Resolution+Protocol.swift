import Experiments
import Models
import Optimizers
import Schemes
import Tasks

/// How a run is trained and judged, with what of that does not go together.
extension Resolution {
  /// What training minimises: the task's loss unless the run says otherwise.
  var objective: Objective {
    cell.run.objective == "loss"
      ? task.objective : Objective(rawValue: cell.run.objective) ?? task.objective
  }

  /// How candidates' scores are calibrated.
  var calibration: Calibration { Calibration(rawValue: cell.run.calibration) ?? .none }

  /// - Throws: a setting that has no such value, or does not suit task, model or scheme.
  func checkProtocol() throws(InputProblem) {
    guard (1...1 << 20).contains(cell.run.maxNewTokens) else {
      throw InputProblem(
        at: "maxNewTokens", "is \(cell.run.maxNewTokens); it must be 1 to \(1 << 20)")
    }
    if task.metric.isOfAnswers { try network.requireGeneration(at: "\(place), \(model.name)") }
    try checkObjective()
    try checkCalibration()
  }

  private var place: String { "task '\(cell.task.name)'" }

  private func checkObjective() throws(InputProblem) {
    switch cell.run.objective {
    case "loss": return
    case "accuracy":
      guard !task.metric.isOfAnswers else {
        throw InputProblem(
          at: place, "has no candidates to be right about: 'objective' must be loss or f1")
      }
    case "f1":
      guard task.metric.isOfAnswers else {
        throw InputProblem(
          at: place, "generates no answers: 'objective' must be loss or accuracy")
      }
    default:
      throw InputProblem(
        at: "objective", "is '\(cell.run.objective)'; it must be loss, accuracy or f1")
    }
  }

  private func checkCalibration() throws(InputProblem) {
    guard let calibration = Calibration(rawValue: cell.run.calibration) else {
      let names = Calibration.allCases.map(\.rawValue).joined(separator: ", ")
      throw InputProblem(
        at: "calibration", "is '\(cell.run.calibration)'; it must be one of \(names)")
    }
    guard calibration != .none else { return }
    if task.metric.isOfAnswers {
      throw InputProblem(at: place, "scores no candidates that 'calibration' could be for")
    }
    guard network.reading == .causal else {
      throw InputProblem(
        at: model.name, "is a masked language model; 'calibration' is for causal ones")
    }
    if calibration == .withDemonstrations, scheme.learning.demonstrations == 0 {
      throw InputProblem(
        at: "calibration", "'icl-sfc' is for the scheme icl; without demonstrations use sfc")
    }
  }

  /// - Throws: a problem when the optimizer wants gradients of what has none, all data at once of
  ///   what generates answers, or networks that its file does not have.
  func check(_ optimizer: Optimizer) throws(InputProblem) {
    if objective == .f1, optimizer.needsData {
      throw InputProblem(
        at: "optimizer \(cell.optimizer.name)",
        "asks for losses over all training data, which 'objective: f1' does not have; choose "
          + "another optimizer, or 'objective: loss'")
    }
    let unknown = optimizer.unknownParameters(layout, trainable: trainable)
    if let first = unknown.first {
      throw InputProblem(
        at: "optimizer \(cell.optimizer.name)",
        "its file has no network for \(unknown.count) trained parameters, such as '\(first)'; "
          + "make one for this model and scheme with 'zobench meta-train'")
    }
    guard !objective.isDifferentiable, optimizer.needsGradient || optimizer.needsTangent else {
      return
    }
    throw InputProblem(
      at: "optimizer \(cell.optimizer.name)",
      "needs derivatives, which the objective '\(objective.rawValue)' does not have; choose a "
        + "zeroth-order optimizer, or 'objective: loss'")
  }
}

extension Learning {
  /// Solved examples before every question.
  var demonstrations: Int {
    guard case .nothing(let count) = self else { return 0 }
    return count
  }
}
