import Experiments
import Foundation
import Graphs
import Models
import Optimizers
import Schemes
import Tasks
import Tensors

/// A cell with its names looked up: the point where the four catalogues meet.
struct Resolution: Sendable {
  let cell: Cell
  let model: PretrainedModel
  let task: any FineTuningTask
  let scheme: any TuningScheme
  let format: StorageFormat
  let layout: Layout
  let trainable: Set<Int>

  /// - Throws: a setting that is wrong, or data that is missing.
  init(_ cell: Cell, model: PretrainedModel, data: DataDirectory?) throws(InputProblem) {
    self.cell = Self.filled(cell)
    self.model = model
    task = try Self.checked { try TaskCatalog.make(cell.task, data: data) }
    scheme = try Self.checked { try SchemeCatalog.make(cell.scheme) }
    guard let format = StorageFormat(rawValue: cell.run.weights) else {
      throw InputProblem(at: "weights", "'\(cell.run.weights)' is not f32, bf16 or f16")
    }
    self.format = format
    layout = model.family.layout
    trainable = try Self.trainable(scheme, model, layout)
  }

  private static func trainable(
    _ scheme: any TuningScheme, _ model: PretrainedModel, _ layout: Layout
  ) throws(InputProblem) -> Set<Int> {
    do {
      return try scheme.trainable(in: layout)
    } catch {
      throw InputProblem(error.kind, at: "\(model.name), \(error.place)", error.message)
    }
  }

  /// Numbers that train.
  var trainableCount: Int {
    layout.slices.reduce(0) { $0 + (trainable.contains($1.index) ? $1.count : 0) }
  }

  /// The parameters that no trial of the cell writes.
  func frozen(from pool: WeightPool) throws -> [Int: FrozenTensor] {
    try model.frozen(except: trainable, format: format, from: pool)
  }

  /// The parameters in memory: frozen ones where they are, the others in a buffer of their own.
  func weights(frozen: [Int: FrozenTensor], ledger: Ledger) throws -> ParameterStore {
    let store = try ParameterStore(
      layout, owning: trainable, frozen: frozen, format: format, in: .weights, of: ledger)
    try model.load(into: store)
    return store
  }

  /// The optimizer at one point of the search.
  func optimizer(at point: [String: SettingValue]) throws(InputProblem) -> Optimizer {
    let settings = cell.optimizer.settings.merging(point) { _, new in new }
    return try Self.checked {
      try OptimizerCatalog.make(Component(cell.optimizer.name, settings))
    }
  }

  /// Tokens per sequence: what the run asks for, at most what the model has.
  var maxLength: Int { min(cell.run.maxLength, model.family.maxPositions) }

  private static func checked<R>(_ body: () throws -> R) throws(InputProblem) -> R {
    do {
      return try body()
    } catch let problem as InputProblem {
      throw problem
    } catch {
      throw InputProblem(at: "settings", "\(error)")
    }
  }

  /// The cell with every default written out: what its identity is computed from.
  static func filled(_ cell: Cell) -> Cell {
    var cell = cell
    fill(&cell.optimizer, from: OptimizerCatalog.descriptions)
    fill(&cell.scheme, from: SchemeCatalog.descriptions)
    fill(&cell.task, from: TaskCatalog.descriptions)
    return cell
  }

  private static func fill(
    _ component: inout Component, from descriptions: [ComponentDescription]
  ) {
    guard let entry = descriptions.first(where: { $0.name == component.name }) else { return }
    let settings = component.settings.map { name, value -> (String, SettingValue) in
      if case .integer(let whole) = value, case .number? = entry.defaults[name] {
        return (name, .number(Double(whole)))
      }
      return (name, value)
    }
    component.settings = entry.defaults.merging(settings) { _, new in new }
  }
}
