import Graphs
import Models
import Optimizers

/// A program that computes a training loss, with what is read from it.
struct LossComputation: Sendable {
  let program: Program
  /// One element, or one for every example.
  let loss: NodeID
  /// The derivative along a direction; nil when it is not asked for, or is zero.
  var slope: NodeID?
  /// What the head reads, and the loss's gradient there; nil where they are not asked for.
  var outputs: (rows: NodeID, gradient: NodeID)?

  init(_ forward: LossPass, _ reading: PassKey.Reading) {
    let (graph, loss) = (forward.graph, forward.loss)
    switch reading {
    case .loss:
      self.init(Program(graph, outputs: [loss]), loss)
    case .examples(let admitted, let outerProducts):
      let divided = ByExample(
        of: loss, in: graph, admitted: admitted, outerProducts: outerProducts)
      self.init(Program(divided.graph, outputs: [divided.losses]), divided.losses)
    case .outputs:
      let (whole, gradient) = Cotangents.gradient(of: loss, in: graph, at: forward.rows)
      self.init(Program(whole, outputs: [loss, forward.rows, gradient]), loss)
      outputs = (forward.rows, gradient)
    case .tangent(let admitted):
      let tangents = Tangents(of: loss, in: graph, admitted: admitted)
      let wanted = [tangents.value] + (tangents.slope.map { [$0] } ?? [])
      self.init(Program(tangents.graph, outputs: wanted), tangents.value)
      slope = tangents.slope
    case .gradient(let wanted, let recomputing):
      let whole = Cotangents.gradient(
        of: loss, in: graph, wanted: wanted, recomputing: recomputing)
      self.init(Program(whole, outputs: [loss]), loss)
    }
  }

  private init(_ program: Program, _ loss: NodeID) {
    (self.program, self.loss) = (program, loss)
  }
}

extension Resolution {
  /// The program of a pass, made once for all cells that run it.
  func computation(_ key: PassKey) -> LossComputation {
    parts.computations.value(key) { LossComputation(lossPass(key.loss), key.reading) }
  }

  /// What an optimizer's probes read.
  func probing(_ optimizer: Optimizer) -> PassKey.Reading {
    if optimizer.needsOutputs { return .outputs }
    guard optimizer.needsExamples else { return .loss }
    return .examples(
      admitted: optimizer.displacesExamples ? admitted(optimizer) : [],
      outerProducts: optimizer.outerProducts)
  }

  /// How an optimizer's probes are run.
  func setting(_ optimizer: Optimizer, _ setting: Program.Setting) -> Program.Setting {
    var setting = setting.probing(lanes: lanes(optimizer))
    setting.byExample = !optimizer.needsOutputs && optimizer.displacesExamples
    return setting
  }
}
