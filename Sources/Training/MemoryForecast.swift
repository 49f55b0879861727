import Experiments
import Graphs
import Models
import Optimizers
import Tensors

/// Bytes that a cell will take, from its programs and the largest batches that they will see.
struct MemoryForecast: Sendable {
  let resolution: Resolution
  let objective: Objective
  /// The largest training batch and the largest evaluation batch, in every respect.
  let trainingCapacity: Extents
  let evaluationCapacity: Extents

  /// Bytes of a training step.
  func training(_ optimizer: Optimizer) -> MemoryProfile {
    let step = TrainingProgram(resolution, optimizer, objective)
    var bytes = step.program.memory(step.setting, capacity: trainingCapacity) + held(optimizer)
    bytes[.gradients] = step.gradientBytes
    return MemoryProfile(atPeak: bytes, peaks: bytes)
  }

  /// Bytes of an evaluation between training steps.
  func evaluation(_ optimizer: Optimizer) -> MemoryProfile {
    let program = EvaluationProgram(resolution)
    let bytes =
      program.program.memory(program.setting, capacity: evaluationCapacity) + held(optimizer)
    return MemoryProfile(atPeak: bytes, peaks: bytes)
  }

  /// The larger of the two phases.
  func peakBytes(_ optimizer: Optimizer) -> Int {
    max(training(optimizer).peakBytes, evaluation(optimizer).peakBytes)
  }

  /// What is held from the first step to the last: weights, frozen ones too, wherever they lie,
  /// and the optimizer's own.
  private func held(_ optimizer: Optimizer) -> AccountBytes {
    var bytes = Iterate.memory(
      resolution.layout, trainable: resolution.trainable, optimizer: optimizer)
    bytes[.weights] = ParameterStore.byteCount(resolution.layout, format: resolution.format)
    return bytes
  }
}
