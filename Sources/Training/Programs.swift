import Graphs
import Models
import Optimizers
import Tensors
import Vocabulary

/// What is executed in a training step of one optimizer: a program for each question that it asks.
package struct TrainingProgram {
  /// A program with what is read from it, and how it is run.
  package struct Pass {
    let computation: LossComputation
    package let setting: Program.Setting
    /// What other cells that compute the same know it by.
    let key: PassKey

    package var program: Program { computation.program }
    package var loss: NodeID { computation.loss }
    var slope: NodeID? { computation.slope }
    var outputs: (rows: NodeID, gradient: NodeID)? { computation.outputs }
  }

  /// Losses at displaced weights.
  package let probes: Pass?
  /// What generates answers at displaced weights, when their F1 is the loss.
  let answers: GenerationProgram?
  /// The loss and its derivative along a direction.
  package let tangent: Pass?
  /// The loss and its gradient.
  package let gradient: Pass?
  /// Whether losses over all training data are asked for.
  let needsData: Bool
  /// The parameters whose gradients are computed.
  let differentiated: Set<Int>
  private let layout: Layout
  private let parts: CellParts

  init(
    _ resolution: Resolution, _ optimizer: Optimizer, _ objective: Objective, head: HeadRows
  ) {
    // Who looks at linear layers or divides them by examples wants the head to be one.
    let isWhole = optimizer.displacesExamples || optimizer.observesInputs
    let loss = resolution.lossKey(objective, head: isWhole ? .vocabulary : head)
    let setting = Program.Setting(format: resolution.format, compute: resolution.compute)
    layout = resolution.layout
    parts = resolution.parts
    needsData = optimizer.needsData
    let differentiated = optimizer.differentiated(layout, trainable: resolution.trainable)
    self.differentiated = differentiated
    answers =
      objective == .f1 && optimizer.needsProbes
      ? resolution.answerProgram(displaced: true) : nil
    func pass(_ reading: PassKey.Reading, _ setting: Program.Setting) -> Pass {
      let key = PassKey(loss: loss, reading: reading)
      return Pass(computation: resolution.computation(key), setting: setting, key: key)
    }
    probes =
      optimizer.needsProbes && objective != .f1
      ? pass(resolution.probing(optimizer), resolution.setting(optimizer, setting)) : nil
    tangent =
      optimizer.needsTangent
      ? pass(.tangent(admitted: resolution.admitted(optimizer)), setting) : nil
    gradient =
      optimizer.needsGradient
      ? pass(
        .gradient(differentiated, recomputing: resolution.cell.run.checkpointing), setting) : nil
  }

  /// Bytes that a step takes beside what is held; `room` is that of answers.
  func memory(capacity: Extents, room: GenerationRoom = GenerationRoom()) -> AccountBytes {
    let passes = [probes, tangent, gradient].compactMap { $0 }
    var bytes = passes.reduce(AccountBytes()) {
      $0 + memory(of: $1, capacity: capacity)
    }
    if let answers { bytes = bytes + answers.memory(room) }
    if gradient != nil {
      let store = ParameterStore.blueprint(layout, owning: differentiated, in: .gradients)
      bytes = bytes + store.bytes
    }
    return bytes
  }

  private func memory(of pass: Pass, capacity: Extents) -> AccountBytes {
    parts.bytes.value(PassBytesKey(pass: pass.key, setting: pass.setting, capacity: capacity)) {
      pass.program.memory(pass.setting, capacity: capacity)
    }
  }

  /// Floating-point operations of passes over batches of these extents in all, each of which is
  /// probed `probes` times; of answers, as if the right ones were generated in one pass.
  func flops(_ extents: Extents, probes count: Double) -> Double {
    let probed = probes.map { flops(of: $0, extents) } ?? answers?.program.graph.flops(extents)
    let probing = (probed ?? 0) * count
    let others = [tangent, gradient].compactMap { $0 }.map { flops(of: $0, extents) }
    return others.reduce(probing, +)
  }

  /// Floating-point operations of steps of an optimizer.
  ///
  /// - Parameters:
  ///   - cost: the passes of so many steps.
  ///   - extents: all batches of the steps.
  func flops(_ optimizer: Optimizer, _ cost: StepCost, steps: Int, of extents: Extents) -> Double {
    // A backward pass comes with its forward pass, a tangent with two: neither is a probe.
    let others = cost.backwards.plus(optimizer.needsTangent ? steps.times(2) : 0)
    return flops(extents, probes: Double(cost.forwards - others) / Double(max(steps, 1)))
  }

  private func flops(of pass: Pass, _ extents: Extents) -> Double {
    parts.flops.value(FlopsKey(pass: pass.key, extents: extents)) {
      pass.program.graph.flops(extents)
    }
  }

  /// Where the gradients are summed, if there are any.
  func gradientStore(of ledger: Ledger) throws(OutOfMemory) -> ParameterStore? {
    guard gradient != nil else { return nil }
    return try ParameterStore(layout, owning: differentiated, in: .gradients, of: ledger)
  }
}

/// What is executed to score candidates.
struct EvaluationProgram {
  package let program: Program
  package let setting: Program.Setting
  let forward: ForwardPass

  init(_ resolution: Resolution) {
    forward = ForwardPass(resolution.network, objective: .classification)
    program = Program(forward.graph, outputs: [forward.scores, forward.logProbabilities])
    setting = Program.Setting(format: resolution.format, compute: resolution.compute)
  }
}

extension Program.Setting {
  /// The same, with weights read through the displacements of so many lanes.
  func probing(lanes: Int) -> Program.Setting {
    var setting = self
    (setting.lanes, setting.displaced) = (lanes, true)
    return setting
  }
}
