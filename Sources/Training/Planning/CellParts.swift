import Graphs
import Models
import Optimizers
import Schemes
import Synchronization
import Tasks
import Tensors
import Vocabulary

/// An optimizer that suits a cell, and how its passes add up there.
struct SuitedOptimizer: Sendable {
  let optimizer: Optimizer
  let passes: PassCount
}

/// The parts that cells are made of, each looked up in its catalog once for all cells that name it.
package final class CellParts: Sendable {
  private let data: DataDirectory?
  private let tasks = Memo<Component, any FineTuningTask, InputProblem>()
  private let schemes = Memo<Component, any TuningScheme, InputProblem>()
  private let networks = Memo<Attachment, TunedModel, InputProblem>()
  private let optimizers = Memo<Component, Optimizer, InputProblem>()
  /// Loss passes, bytes of evaluations, and optimizers or what is wrong with them.
  let losses = Memo<LossKey, LossPass, Never>()
  let parameters = Memo<ParameterKey, AccountBytes, Never>()
  let evaluations = Memo<EvaluationKey, EvaluationBytes, Never>()
  let suited = Memo<SuitedKey, SuitedOptimizer, InputProblem>()
  /// Programs of passes, their operations, and bytes of their runs.
  let computations = Memo<PassKey, LossComputation, Never>()
  let flops = Memo<FlopsKey, Double, Never>()
  let bytes = Memo<PassBytesKey, AccountBytes, Never>()
  private let texts = Memo<CanonicalCell.Piece, String, Never>()

  /// - Parameter data: where downloaded data sets lie.
  package init(data: DataDirectory?) { self.data = data }

  func task(_ component: Component) throws(InputProblem) -> any FineTuningTask {
    try tasks.value(component) { () throws(InputProblem) in
      try Self.checked(.task) { try TaskCatalog.make(component, data: data) }
    }
  }

  func scheme(_ component: Component) throws(InputProblem) -> any TuningScheme {
    try schemes.value(component) { () throws(InputProblem) in
      try Self.checked(.scheme) { try SchemeCatalog.make(component) }
    }
  }

  /// The canonical text of a piece of a cell.
  func text(_ piece: CanonicalCell.Piece) -> String { texts.value(piece) { piece.text } }

  /// The model with what the scheme attaches to it.
  ///
  /// - Parameter scheme: that of `component`.
  func network(
    _ scheme: any TuningScheme, _ component: Component, _ model: PretrainedModel
  ) throws(InputProblem) -> TunedModel {
    try networks.value(Attachment(model: model.name, scheme: component)) {
      () throws(InputProblem) in
      do throws(InputProblem) {
        return try scheme.attach(to: model.family)
      } catch {
        throw InputProblem(error.kind, at: "\(model.name), \(error.place)", error.message)
      }
    }
  }

  func optimizer(_ component: Component) throws(InputProblem) -> Optimizer {
    try optimizers.value(component) { () throws(InputProblem) in
      guard component.name != Component.noOptimizer.name else {
        throw InputProblem(
          at: Axis.optimizer.rawValue,
          "'none' stands for no optimizer, under a scheme that takes no steps; name one, such as "
            + "'zo-sgd'")
      }
      return try Self.checked(.optimizer) { try OptimizerCatalog.make(component) }
    }
  }

  /// - Parameter axis: what a problem with a name or a setting is a problem of.
  private static func checked<R>(
    _ axis: Axis, _ body: () throws -> R
  ) throws(InputProblem) -> R {
    do {
      return try body()
    } catch let problem as InputProblem {
      throw problem
    } catch {
      throw InputProblem(at: axis.rawValue, "\(error)")
    }
  }
}

/// Values that are made once per key: whoever asks first makes one, and the others wait for it.
///
/// A failure is remembered as a value is.
package final class Memo<Key: Hashable & Sendable, Value: Sendable, Problem: Error>: Sendable {
  private final class Slot: Sendable {
    let made = Mutex<Result<Value, Problem>?>(nil)
  }

  private let slots = Mutex<[Key: Slot]>([:])

  package init() {}

  package func value(
    _ key: Key, make: () throws(Problem) -> Value
  ) throws(Problem) -> Value {
    let slot = slots.withLock { slots in
      if let known = slots[key] { return known }
      let slot = Slot()
      slots[key] = slot
      return slot
    }
    let result = slot.made.withLock { made in
      let result = made ?? Result(catching: make)
      made = result
      return result
    }
    return try result.get()
  }
}
