import Graphs
import Models
import Optimizers
import Tensors
import Training
import Vocabulary

/// The language-model loss over whole documents, with its gradient.
final class PretrainingProblem {
  private let executor: Executor
  private let gradients: ParameterStore
  private let loss: NodeID

  init(
    _ family: any ModelFamily, _ weights: ParameterStore, documents: Int, length: Int,
    _ ledger: Ledger
  ) throws {
    let forward = ForwardPass(family, objective: .language)
    loss = forward.loss
    let all = Set(weights.layout.slices.map(\.index))
    let graph = Cotangents.gradient(of: loss, in: forward.graph, wanted: all)
    gradients = try ParameterStore(weights.layout, in: .gradients, of: ledger)
    let longest = Batch.documents(
      Array(repeating: Array(repeating: 0, count: length + 1), count: documents))
    executor = try Executor(
      Program(graph, outputs: [loss]), .init(), weights: weights, gradients: gradients,
      capacity: longest.extents, ledger: ledger)
  }

  func step(_ batch: Batch, _ iterate: Iterate) throws -> Float {
    if let all = gradients.all.floats { Kernels.fill(all, 0) }
    executor.load(batch)
    executor.run()
    let value = executor.value(loss)[0]
    guard value.isFinite else { throw Divergence(loss: value) }
    iterate.descend(by: Estimate(loss: value, terms: nil)) { slice in
      guard let view = gradients.view(slice).floats else {
        preconditionFailure("gradients are f32")
      }
      return view
    }
    return value
  }
}
