import Tensors
import Vocabulary

/// A graph with the values that are wanted from it: what an executor runs.
package struct Program: Sendable {
  package let graph: Graph
  package let outputs: [NodeID]
  /// Whether the graph writes gradients.
  package let writesGradients: Bool
  /// Whether the graph reads directions by themselves, as tangents do: z has no place of its own
  /// to be read from, so the reader needs a panel even when the weights do not.
  let readsDirections: Bool
  /// Floats per cached token; 0 without a cache.
  let cacheColumns: Int

  /// A program that goes on from cached tokens.
  package init(_ cached: CachedGraph, outputs: [NodeID]) {
    self.init(cached.graph, outputs: outputs, cacheColumns: cached.columns)
  }

  package init(_ graph: Graph, outputs: [NodeID]) {
    self.init(graph, outputs: outputs, cacheColumns: 0)
  }

  private init(_ graph: Graph, outputs: [NodeID], cacheColumns: Int) {
    self.graph = graph
    self.cacheColumns = cacheColumns
    self.outputs = outputs
    writesGradients = graph.nodes.contains { node in
      if case .gradient = node.storage { return true }
      return false
    }
    readsDirections = graph.nodes.contains { node in
      if case .direction = node.source { return true }
      return false
    }
  }

  /// How the program is going to be run; with the capacity it decides every byte.
  package struct Setting: Hashable, Sendable {
    /// Probes evaluated together.
    package var lanes: Int
    /// Whether weights are read through displacements.
    package var displaced: Bool
    package var format: StorageFormat
    /// Whether every example may be displaced by itself.
    package var byExample: Bool
    /// Tokens that the cache has room for, in programs that go on from cached ones.
    package var cacheRows: Int
    /// What factors of dense products are rounded to; bf16 must have been checked.
    package var compute: Compute

    package init(
      lanes: Int = 1, displaced: Bool = false, format: StorageFormat = .f32, cacheRows: Int = 0,
      byExample: Bool = false, compute: Compute = .f32
    ) {
      self.lanes = lanes
      self.displaced = displaced
      self.format = format
      self.cacheRows = cacheRows
      self.byExample = byExample
      self.compute = compute
    }
  }

  /// Bytes that an executor will take, per account, without allocating any.
  package func memory(_ setting: Setting, capacity: Extents) -> AccountBytes {
    let plan = MemoryPlan(graph, outputs: outputs, capacity: capacity, lanes: setting.lanes)
    return blueprint(setting, plan, capacity).bytes
  }

  /// The memory of an executor whose intermediates lie as `plan` has them.
  func blueprint(_ setting: Setting, _ plan: MemoryPlan, _ capacity: Extents) -> Blueprint {
    [
      .floats("arena", plan.arenaFloats, .activations),
      .floats("cache", cacheColumns * setting.cacheRows, .activations),
      .floats("operations", plan.scratchFloats, .scratch),
      .floats("reader", WeightReader.scratch(graph.layout, needs(setting)), .scratch),
      .floats("half", halfFloats(setting, capacity).total, .scratch), BatchBuffer.block(capacity),
    ]
  }

  /// Floats of scratch for factors in bf16: all of them, and those for a panel.
  func halfFloats(_ setting: Setting, _ capacity: Extents) -> (total: Int, panel: Int) {
    guard setting.compute == .bf16 else { return (0, 0) }
    let floats = HalfProducts.floats(graph, capacity: capacity, lanes: setting.lanes)
    return (floats.inputs + floats.panel, floats.panel)
  }

  /// What a reader has to keep for this program.
  func needs(_ setting: Setting) -> WeightReader.Needs {
    let reads = setting.format != .f32 || readsDirections
    return WeightReader.Needs(
      panels: setting.displaced ? setting.lanes : reads ? 1 : 0,
      factors: setting.byExample ? factors : 0)
  }

  /// Both of an outer product, or the signs of one side at a time.
  private var factors: Int {
    let isOuter = graph.nodes.contains { node in
      guard case .operation(let operation, _) = node.source else { return false }
      return (operation as? ExampleLinear)?.outerProducts != nil
    }
    return isOuter ? 2 : 1
  }
}
