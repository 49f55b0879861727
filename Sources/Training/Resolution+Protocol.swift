import Graphs
import Models
import Optimizers
import Schemes
import Tasks
import Tensors
import Vocabulary

/// How a run is trained and judged, with what of that does not go together.
extension Resolution {
  /// What training minimizes: the task's loss unless the run says otherwise.
  package var objective: Objective { cell.run.objective.objective(of: task.objective) }

  /// How the task's examples become token ids.
  ///
  /// - Throws: `InputProblem` for a masked model whose tokenizer has no mask.
  func encoding() throws(InputProblem) -> Encoding {
    Encoding(
      maxLength: maxLength, newTokens: newTokens, mask: try model.mask,
      objective: task.objective, isCalibrated: calibration != .none)
  }

  /// How candidates' scores are calibrated.
  var calibration: Calibration { cell.run.calibration }

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
    case .loss: return
    case .accuracy:
      guard !task.metric.isOfAnswers else {
        throw InputProblem(
          at: place, "has no candidates to be right about: 'objective' must be loss or f1")
      }
    case .f1:
      guard task.metric.isOfAnswers else {
        throw InputProblem(
          at: place, "generates no answers: 'objective' must be loss or accuracy")
      }
    }
  }

  private func checkCalibration() throws(InputProblem) {
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

  /// - Throws: what an optimizer wants and generated answers do not have.
  private func checkAnswers(_ optimizer: Optimizer) throws(InputProblem) {
    guard objective == .f1 else { return }
    let place = "optimizer \(cell.optimizer.name)"
    let advice = "; choose another optimizer, or 'objective: loss'"
    if optimizer.needsData {
      throw InputProblem(
        at: place,
        "asks for losses over all training data, which 'objective: f1' does not have" + advice)
    }
    if optimizer.observesInputs {
      throw InputProblem(
        at: place,
        "looks at the activations of one pass, and the objective 'f1' generates in many" + advice)
    }
  }

  /// Why the optimizer is not for this format of weights, or this scheme.
  func refusal(of optimizer: Optimizer) -> String? {
    if let refusal = integerRefusal(optimizer) { return refusal }
    if optimizer.isIdle(layout, trainable: trainable) {
      return "divides the parameters, and a part of it would train nothing of the scheme "
        + "'\(cell.scheme.name)'; choose another optimizer, or another scheme, such as ft"
    }
    guard optimizer.displacesExamples else { return nil }
    let graph = ForwardPass(network, objective: objective).graph
    return ByExample.divides(graph)
      ? nil
      : "gives every example weights of its own, which the scheme's products of weights do not "
        + "take; choose another optimizer, or another scheme, such as lora"
  }

  /// - Throws: a problem when the optimizer would train weights in a format that it is not for, or
  ///   wants what the objective does not have: gradients, activations, all data at once.
  func check(_ optimizer: Optimizer) throws(InputProblem) {
    if let refusal = refusal(of: optimizer) {
      throw InputProblem(at: "optimizer \(cell.optimizer.name)", refusal)
    }
    try checkAnswers(optimizer)
    try checkPieces(optimizer)
    let unknown = optimizer.unknownParameters(layout, trainable: trainable)
    if let first = unknown.first {
      throw InputProblem(
        at: "optimizer \(cell.optimizer.name)",
        "it has no network for \(unknown.count) trained parameters, such as '\(first)'; "
          + "make one for this model and scheme with 'zobench meta-train'")
    }
    let derives = optimizer.needsGradient || optimizer.needsTangent || optimizer.needsOutputs
    guard !objective.isDifferentiable, derives else { return }
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

/// What trains when weights are stored as integers.
extension Resolution {
  /// Why the optimizer does not suit the run's storage format; nil if it does.
  ///
  /// Weights that are integers are trained by the optimizers that are made for them, or frozen.
  func integerRefusal(_ optimizer: Optimizer) -> String? {
    if let refusal = optimizer.beside.lazy.compactMap({ integerRefusal($0) }).first {
      return refusal
    }
    if !format.isInteger, optimizer.integers == nil { return nil }
    let integers = trainable.subtracting(network.adapters.keys)
      .intersection(format.isInteger ? layout.integers : [])
    let own = optimizer.admitted(layout, trainable: trainable)
    guard let steps = optimizer.integers else {
      guard !own.isDisjoint(with: integers) else { return nil }
      return
        "moves weights by less than the steps of weights: \(format.rawValue); use quzo or qzo, "
        + "a scheme that leaves the weights as they are (lora, prefix, prompt), or weights: f32"
    }
    if own.isDisjoint(with: integers) {
      return "trains weights that are stored as integers: it needs weights: int8 or int4, and a "
        + "scheme that trains weights (ft)"
    }
    if steps == .scales, !own.isDisjoint(with: network.adapters.keys) {
      return "trains the scales of integers, which the parameters of the scheme do not have"
    }
    return nil
  }
}

extension ChatTemplate: ChatRendering {}

extension Resolution {
  /// The sample in the form of the model's chat template, if the task asks for it.
  ///
  /// - Throws: what is wrong with the template, or that solved examples go before it.
  func framed(_ sample: TaskSample) throws(InputProblem) -> TaskSample {
    guard task.takesChatOfModel else { return sample }
    guard scheme.learning.demonstrations == 0 else {
      throw InputProblem(
        at: "task '\(task.name)'",
        "'chat: model' has one request and one answer; demonstrations do not stand before it")
    }
    return try sample.framed(by: try ChatTemplate(of: model))
  }
}
