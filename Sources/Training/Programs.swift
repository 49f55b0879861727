import Experiments
import Graphs
import Models
import Optimizers
import Tensors

/// What is executed in a training step of one optimizer.
struct TrainingProgram {
  let program: Program
  let setting: Program.Setting
  let loss: NodeID
  /// The parameters whose gradients are computed; nil without a backward pass.
  let gradients: Set<Int>?
  private let layout: Layout

  init(_ resolution: Resolution, _ optimizer: Optimizer, _ objective: Objective) {
    let forward = ForwardPass(resolution.model.family, objective: objective)
    loss = forward.loss
    layout = resolution.layout
    setting = Program.Setting(
      lanes: optimizer.lanes, displaced: !optimizer.needsGradient, format: resolution.format)
    guard optimizer.needsGradient else {
      program = Program(forward.graph, outputs: [loss])
      gradients = nil
      return
    }
    let admitted = optimizer.admitted(resolution.layout, trainable: resolution.trainable)
    program = Program(
      Cotangents.gradient(of: loss, in: forward.graph, wanted: admitted), outputs: [loss])
    gradients = admitted
  }

  var gradientBytes: Int {
    gradients.map { ParameterStore.byteCount(layout, owning: $0, format: .f32) } ?? 0
  }

  /// Where the gradients are summed, if there are any.
  func gradientStore(of ledger: Ledger) throws(OutOfMemory) -> ParameterStore? {
    guard let gradients else { return nil }
    return try ParameterStore(layout, owning: gradients, in: .gradients, of: ledger)
  }
}

/// What is executed to score candidates.
struct EvaluationProgram {
  let program: Program
  let setting: Program.Setting
  let forward: ForwardPass

  init(_ resolution: Resolution) {
    forward = ForwardPass(resolution.model.family, objective: .classification)
    program = Program(forward.graph, outputs: [forward.scores, forward.logProbabilities])
    setting = Program.Setting(format: resolution.format)
  }
}
