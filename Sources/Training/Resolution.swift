import Foundation
import Graphs
import Models
import Optimizers
import Schemes
import Tasks
import Tensors
import Vocabulary

/// A cell with its names looked up: the point where the four catalogs meet.
package struct Resolution: Sendable {
  package private(set) var cell: Cell
  package let model: PretrainedModel
  package let task: any FineTuningTask
  package let scheme: any TuningScheme
  /// The model's computation with what the scheme attaches to it.
  package let network: TunedModel

  let parts: CellParts

  /// - Throws: a setting that is wrong, or data that is missing.
  package init(_ cell: Cell, model: PretrainedModel, data: DataDirectory?) throws(InputProblem) {
    try self.init(cell, model: model, parts: CellParts(data: data))
  }

  /// - Parameter parts: what cells share.
  package init(_ cell: Cell, model: PretrainedModel, parts: CellParts) throws(InputProblem) {
    self.model = model
    self.parts = parts
    task = try parts.task(cell.task)
    scheme = try parts.scheme(cell.scheme)
    self.cell = Self.filled(cell, scheme.learning)
    network = try parts.network(scheme, cell.scheme, model)
    if !network.hasHead { try model.family.requireHead(at: model.name) }
    try checkProtocol()
    simplifyTurns()
    self.cell.optimizer = model.namingNetworks(of: self.cell.optimizer, cell.scheme)
    if let steps = try affordableSteps() { self.cell.run.steps = steps }
  }

  /// What a run is known by.
  func identity(of sample: EncodedSample, seed: Int) -> Identity {
    Identity(
      of: SeededCell(cell, seed: seed), data: sample.digest, model: model.digest,
      semantics: OptimizerCatalog.semantics(of: cell.optimizer.name))
  }

  /// How the model's parameters are stored.
  package var format: StorageFormat { cell.run.weights }
  /// What factors of dense products are rounded to.
  package var compute: Compute { cell.run.compute }

  /// The model's parameters, then the scheme's.
  package var layout: Layout { network.layout }

  /// The parameters that the optimizer trains.
  package var trainable: Set<Int> { network.trainable }

  /// Numbers that train.
  package var trainableCount: Int {
    layout.slices.reduce(0) { $0 + (trainable.contains($1.index) ? $1.count : 0) }
  }

  /// Bytes of the model's parameters, frozen or not, and of the scheme's.
  package var parameterBytes: AccountBytes {
    parts.parameters.value(
      ParameterKey(
        attachment: attachment, format: format, isStreaming: cell.run.streaming)
    ) {
      countedParameterBytes
    }
  }

  private var countedParameterBytes: AccountBytes {
    var own = ParameterStore.blueprint(model.family.layout, format: format, in: .weights)
      .bytes
    let streamed = cell.run.streaming ? streamable.map(\.byteCount) : []
    own[.weights] += (streamed.max() ?? 0) - streamed.reduce(0, +)
    let attached = ParameterStore.blueprint(
      layout, owning: [], adapters: Set(network.adapters.keys), in: .adapters)
    return own + attached.bytes
  }

  /// The parameters that no trial of the cell writes.
  func frozen(from pool: WeightPool) throws -> [Int: FrozenTensor] {
    try model.frozen(
      except: trainable, format: format, streaming: cell.run.streaming, from: pool)
  }

  /// The parameters in memory: frozen ones where they are, the others in buffers of their own.
  ///
  /// - Parameter seed: what the scheme's random values are drawn from.
  func weights(
    frozen: [Int: FrozenTensor], seed: Int, ledger: Ledger
  ) throws -> ParameterStore {
    let store = try ParameterStore(
      layout, owning: trainable, adapters: Set(network.adapters.keys), frozen: frozen,
      format: format, in: .weights, of: ledger)
    try model.load(into: store)
    try network.initialize(store, key: RandomKey(seed: seed), ledger: ledger)
    return store
  }

  /// The optimizer at one point of the search.
  package func optimizer(at point: [String: SettingValue]) throws(InputProblem) -> Optimizer {
    try suited(at: point).optimizer
  }

  /// The optimizer at one point of the search, which suits the cell, and how its passes add up.
  func suited(at point: [String: SettingValue]) throws(InputProblem) -> SuitedOptimizer {
    let component = component(at: point)
    let key = SuitedKey(
      attachment: attachment, optimizer: component, format: format, objective: objective,
      isDivided: microBatch < cell.run.batch)
    return try parts.suited.value(key) { () throws(InputProblem) in
      let optimizer = try parts.optimizer(component)
      if scheme.learning.usesOptimizer { try check(optimizer) }
      return SuitedOptimizer(
        optimizer: optimizer, passes: PassCount(optimizer, layout, trainable: trainable))
    }
  }

  private var attachment: Attachment { Attachment(model: model.name, scheme: cell.scheme) }

  /// What cells that compute the same loss know it by.
  func lossKey(_ objective: Objective, head: HeadRows) -> LossKey {
    LossKey(attachment: attachment, objective: objective, head: head)
  }

  /// The forward computation to the loss.
  func lossPass(_ key: LossKey) -> LossPass {
    parts.losses.value(key) { LossPass(network, objective: key.objective, head: key.head) }
  }

  /// Bytes of an evaluation of batches up to `capacity`, with room for answers if there are any.
  func evaluationBytes(_ capacity: Extents, _ answers: GenerationRoom?) -> EvaluationBytes {
    let key = EvaluationKey(
      attachment: attachment, format: format, compute: compute, capacity: capacity,
      answers: answers)
    return parts.evaluations.value(key) {
      let program = EvaluationProgram(self)
      return EvaluationBytes(
        scoring: program.program.memory(program.setting, capacity: capacity),
        answers: answers.map { answerProgram().memory($0) })
    }
  }

  /// The optimizer at its defaults; nil when it is not for the run's storage format or scheme.
  package func suitableOptimizer() throws(InputProblem) -> Optimizer? {
    let optimizer = try parts.optimizer(component(at: [:]))
    guard scheme.learning.usesOptimizer else { return optimizer }
    if refusal(of: optimizer) != nil { return nil }
    try check(optimizer)
    return optimizer
  }

  /// The optimizer's name with the settings of a point.
  private func component(at point: [String: SettingValue]) -> Component {
    // What no optimizer trains is held as by the simplest of them, which keeps nothing.
    guard scheme.learning.usesOptimizer else { return Component("zo-sgd") }
    return model.findingNetworks(
      of: Component(
        cell.optimizer.name, cell.optimizer.settings.merging(point) { _, new in new }),
      cell.scheme)
  }

  /// Tokens per sequence: what the run asks for, at most what the model has.
  var maxLength: Int { min(cell.run.maxLength, network.maxPositions) }

  /// The same whatever the scheme puts before a sequence.
  var maxLengthOfModel: Int { min(cell.run.maxLength, model.family.maxPositions) }

  /// The cell with every default written out: what its identity is computed from.
  ///
  /// Without steps, nothing that only steps depend on is part of it.
  private static func filled(_ cell: Cell, _ learning: Learning) -> Cell {
    var cell = cell
    if !learning.usesOptimizer {
      cell.optimizer = Component.noOptimizer
      (cell.tune, cell.extend, cell.then) = ([:], nil, nil)
      (cell.run.readOut, cell.run.alsoScore, cell.run.budget) = ([], [], .none)
      cell.run.keys = 0
      (cell.run.steps, cell.run.batch, cell.run.evaluations) = (0, 1, 1)
      (cell.run.microBatch, cell.run.lanes, cell.run.checkpointing) = (0, 0, false)
    }
    if !cell.isSearched { cell.run.tuneSeeds = [] }
    let own = cell.task.name
    cell.run.alsoScore.removeAll { $0 == own }
    fillDistance(&cell)
    fill(&cell.optimizer, from: OptimizerCatalog.descriptions)
    fill(&cell.scheme, from: SchemeCatalog.descriptions)
    fill(&cell.task, from: TaskCatalog.defaults(of: cell.task))
    return cell
  }

  /// The same cell with other steps.
  func lasting(_ steps: Int) -> Resolution {
    var resolution = self
    resolution.cell.run.steps = steps
    return resolution
  }

  /// The same cell with its steps and evaluations divided so.
  func divided(_ turns: Turns) -> Resolution {
    var resolution = self
    resolution.cell.run.take(turns)
    resolution.simplifyTurns()
    return resolution
  }

  /// Leaves out of the cell what it is without as well, so that the same run has one identity.
  private mutating func simplifyTurns() {
    if cell.run.microBatch >= cell.run.batch { cell.run.microBatch = 0 }
    if cell.run.evaluationBatch == RunPlan.evaluationBatch { cell.run.evaluationBatch = 0 }
    if cell.run.streaming, !canStream { cell.run.streaming = false }
    guard cell.run.lanes > 0 || cell.run.checkpointing,
      let optimizer = try? parts.optimizer(component(at: [:]))
    else { return }
    if cell.run.lanes >= optimizer.lanes { cell.run.lanes = 0 }
    if !optimizer.needsGradient { cell.run.checkpointing = false }
  }

  /// Where a grid names no distance of the probes, the scheme's authors' own.
  private static func fillDistance(_ cell: inout Cell) {
    guard let distance = SchemeCatalog.probingDistance(of: cell.scheme.name),
      let entry = OptimizerCatalog.descriptions.first(where: { $0.name == cell.optimizer.name })
    else { return }
    for setting in entry.declarations
    where setting.isProbingDistance && cell.optimizer.settings[setting.name] == nil {
      cell.optimizer.settings[setting.name] = .number(distance)
    }
  }

  private static func fill(
    _ component: inout Component, from descriptions: [ComponentDescription]
  ) {
    guard let entry = descriptions.first(where: { $0.name == component.name }) else { return }
    fill(&component, from: entry.defaults)
  }

  private static func fill(_ component: inout Component, from defaults: [String: SettingValue]) {
    let settings = component.settings.map { name, value -> (String, SettingValue) in
      if case .integer(let whole) = value, case .number? = defaults[name] {
        return (name, .number(Double(whole)))
      }
      return (name, value)
    }
    component.settings = defaults.merging(Dictionary(uniqueKeysWithValues: settings)) { _, new in
      new
    }
  }
}
