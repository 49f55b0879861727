import Graphs
import Models
import Optimizers
import Tensors
import Vocabulary

/// What is executed in a training step of one optimizer: a program for each question that it asks.
package struct TrainingProgram {
  /// A program with what is read from it.
  package struct Pass {
    package let program: Program
    package let setting: Program.Setting
    /// One element, or one for every example.
    package let loss: NodeID
    /// The derivative along a direction; nil when it is not asked for, or is zero.
    var slope: NodeID?
    /// What the head reads, and the loss's gradient there; nil where they are not asked for.
    var outputs: (rows: NodeID, gradient: NodeID)?
    /// What other cells that run the same program know it by; nil where there may be none.
    var shared: LossKey?
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
    let key = resolution.lossKey(objective, head: isWhole ? .vocabulary : head)
    let forward = resolution.lossPass(key)
    let setting = Program.Setting(format: resolution.format, compute: resolution.compute)
    layout = resolution.layout
    parts = resolution.parts
    needsData = optimizer.needsData
    differentiated = optimizer.differentiated(layout, trainable: resolution.trainable)
    answers =
      objective == .f1 && optimizer.needsProbes
      ? resolution.answerProgram(displaced: true) : nil
    probes =
      optimizer.needsProbes && objective != .f1
      ? Self.probes(resolution, key, optimizer, setting) : nil
    tangent =
      optimizer.needsTangent
      ? Self.tangent(forward, resolution.admitted(optimizer), setting) : nil
    gradient =
      optimizer.needsGradient
      ? Pass(
        program: Program(
          Cotangents.gradient(
            of: forward.loss, in: forward.graph, wanted: differentiated,
            recomputing: resolution.cell.run.checkpointing),
          outputs: [forward.loss]), setting: setting, loss: forward.loss) : nil
  }

  private static func probes(
    _ resolution: Resolution, _ key: LossKey, _ optimizer: Optimizer, _ setting: Program.Setting
  ) -> Pass {
    let forward = resolution.lossPass(key)
    let lanes = resolution.lanes(optimizer)
    var setting = setting.probing(lanes: lanes)
    if optimizer.needsOutputs { return outputs(forward, setting) }
    guard optimizer.needsExamples else {
      let program = resolution.parts.programs.value(key) {
        Program(forward.graph, outputs: [forward.loss])
      }
      return Pass(program: program, setting: setting, loss: forward.loss, shared: key)
    }
    setting.byExample = optimizer.displacesExamples
    let divided = ByExample(
      of: forward.loss, in: forward.graph,
      admitted: setting.byExample ? resolution.admitted(optimizer) : [],
      outerProducts: optimizer.outerProducts)
    return Pass(
      program: Program(divided.graph, outputs: [divided.losses]), setting: setting,
      loss: divided.losses)
  }

  private static func outputs(_ forward: LossPass, _ setting: Program.Setting) -> Pass {
    let (graph, gradient) = Cotangents.gradient(
      of: forward.loss, in: forward.graph, at: forward.rows)
    return Pass(
      program: Program(graph, outputs: [forward.loss, forward.rows, gradient]), setting: setting,
      loss: forward.loss, outputs: (forward.rows, gradient))
  }

  private static func tangent(
    _ forward: LossPass, _ admitted: Set<Int>, _ setting: Program.Setting
  ) -> Pass {
    let tangents = Tangents(of: forward.loss, in: forward.graph, admitted: admitted)
    let outputs = [tangents.value] + (tangents.slope.map { [$0] } ?? [])
    return Pass(
      program: Program(tangents.graph, outputs: outputs), setting: setting, loss: tangents.value,
      slope: tangents.slope)
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
    guard let shared = pass.shared else {
      return pass.program.memory(pass.setting, capacity: capacity)
    }
    let key = ProbeKey(loss: shared, setting: pass.setting, capacity: capacity)
    return parts.probes.value(key) { pass.program.memory(pass.setting, capacity: capacity) }
  }

  /// Floating-point operations of passes over batches of these extents in all, each of which is
  /// probed `probes` times; of answers, as if the right ones were generated in one pass.
  func flops(_ extents: Extents, probes count: Double) -> Double {
    let probed = probes.map { flops(of: $0, extents) } ?? answers?.program.graph.flops(extents)
    let probing = (probed ?? 0) * count
    let others = [tangent, gradient].compactMap { $0?.program.graph.flops(extents) }
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
    guard let shared = pass.shared else { return pass.program.graph.flops(extents) }
    return parts.flops.value(FlopsKey(loss: shared, extents: extents)) {
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
