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
  let gradientLayout: Layout?

  init(_ resolution: Resolution, _ optimizer: Optimizer, _ objective: Objective) {
    let forward = ForwardPass(resolution.model.family, objective: objective)
    loss = forward.loss
    setting = Program.Setting(
      lanes: optimizer.lanes, displaced: !optimizer.needsGradient, format: resolution.format)
    guard optimizer.needsGradient else {
      program = Program(forward.graph, outputs: [loss])
      gradientLayout = nil
      return
    }
    let admitted = optimizer.admitted(resolution.layout, trainable: resolution.trainable)
    program = Program(
      Cotangents.gradient(of: loss, in: forward.graph, wanted: admitted), outputs: [loss])
    gradientLayout = resolution.layout
  }

  var gradientBytes: Int {
    gradientLayout.map { ParameterStore.byteCount($0, format: .f32) } ?? 0
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
