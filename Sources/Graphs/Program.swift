import Experiments
import Tensors

/// A graph with the values that are wanted from it: what an executor runs.
public struct Program: Sendable {
  public let graph: Graph
  public let outputs: [NodeID]
  /// Whether the graph writes gradients.
  public let writesGradients: Bool
  /// Whether the graph reads directions by themselves, as tangents do: z has no place of its own
  /// to be read from, so the reader needs a panel even when the weights do not.
  let readsDirections: Bool

  public init(_ graph: Graph, outputs: [NodeID]) {
    self.graph = graph
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
  public struct Setting: Hashable, Sendable {
    /// Probes evaluated together.
    public var lanes: Int
    /// Whether weights are read through displacements.
    public var displaced: Bool
    public var format: StorageFormat

    public init(lanes: Int = 1, displaced: Bool = false, format: StorageFormat = .f32) {
      self.lanes = lanes
      self.displaced = displaced
      self.format = format
    }
  }

  /// Bytes that an executor will take, per account, without allocating any.
  public func memory(_ setting: Setting, capacity: Extents) -> AccountBytes {
    let plan = MemoryPlan(graph, outputs: outputs, capacity: capacity, lanes: setting.lanes)
    return AccountBytes([
      .activations: 4 * plan.arenaFloats,
      .scratch: 4 * (plan.scratchFloats + readerFloats(setting)),
      .data: BatchBuffer.byteCount(capacity),
    ])
  }

  func readerFloats(_ setting: Setting) -> Int {
    WeightReader.scratch(graph.layout, needs(setting))
  }

  /// What a reader has to keep for this program.
  func needs(_ setting: Setting) -> WeightReader.Needs {
    WeightReader.Needs(
      panel: setting.displaced || setting.format != .f32 || readsDirections,
      shared: setting.displaced && setting.lanes > 1)
  }
}
