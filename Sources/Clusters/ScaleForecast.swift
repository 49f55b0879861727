import Foundation
import Vocabulary

/// What a node of a cluster is taken to reach, on paper.
package struct ClusterModel: Hashable, Codable, Sendable {
  /// Floating-point operations per second of a node in forward and backward passes.
  package var flops: Double
  /// Bytes per second of a node's memory.
  package var memory: Double
  /// Bytes per second that a node sends and receives.
  package var network: Double
  /// Seconds of a message.
  package var latency: Double

  package init(flops: Double, memory: Double, network: Double, latency: Double) {
    self.flops = flops
    self.memory = memory
    self.network = network
    self.latency = latency
  }
}

/// One step on many nodes, on paper: passes divided, then an exchange, then the whole update on
/// every node.
///
/// Lanes (a step's forward passes) are divided first, then the examples of the batch; a node more
/// than lanes × examples is idle. A zeroth-order step gathers a loss of 8 bytes for each of its
/// lanes, or for each lane and example when examples are divided, by a tree. A first-order step
/// sums gradients of f32 around a ring: 2 (P − 1) / P of their bytes to and from each node. Nothing
/// overlaps, passes are perfectly balanced, and nodes are equal.
package struct ScaleForecast: Hashable, Codable, Sendable {
  package var optimizer: String
  package var steps: Int
  /// Of a step, over all lanes.
  package var flops: Double
  /// Forward passes of a step that do not wait for each other; 1 for a first-order step.
  package var lanes: Int
  package var examples: Int
  /// Bytes that an update reads and writes.
  package var updateBytes: Double
  /// Bytes of the gradients that are exchanged; nil for a step that exchanges losses.
  package var gradientBytes: Double?

  package init(
    optimizer: String, steps: Int, flops: Double, lanes: Int, examples: Int, updateBytes: Double,
    gradientBytes: Double? = nil
  ) {
    self.optimizer = optimizer
    self.steps = steps
    self.flops = flops
    self.lanes = lanes
    self.examples = examples
    self.updateBytes = updateBytes
    self.gradientBytes = gradientBytes
  }

  /// The forecast of a run, from the accounts of its plan.
  package init(_ entry: PlanEntry) {
    let steps = max(entry.steps, 1)
    let isFirstOrder = entry.cost.backwards > 0
    let peaks = entry.training.peaks
    let trained = peaks[.adapters] > 0 ? peaks[.adapters] : peaks[.weights]
    // Weights and state are read and written; gradients are read.
    let traffic = 2 * (trained + peaks[.optimizerState]) + peaks[.gradients]
    self.init(
      optimizer: entry.cell.cell.optimizer.name, steps: steps, flops: entry.flops / Double(steps),
      lanes: isFirstOrder ? 1 : max(1, entry.cost.forwards / steps),
      examples: entry.cell.cell.run.batch, updateBytes: Double(traffic),
      gradientBytes: isFirstOrder ? Double(peaks[.gradients]) : nil)
  }

  /// Seconds and bytes of a step on some nodes.
  package struct Step: Hashable, Codable, Sendable {
    package var nodes: Int
    package var passes: Double
    package var exchange: Double
    package var update: Double
    /// That a node receives.
    package var bytes: Double

    package var seconds: Double { passes + exchange + update }
  }

  package func step(on nodes: Int, of cluster: ClusterModel) -> Step {
    let units = lanes * examples
    let share = Double((units + nodes - 1) / nodes) / Double(units)
    let rounds = nodes > 1 ? log2(Double(nodes)).rounded(.up) : 0
    let parts = Double(nodes - 1) / Double(nodes)
    let (bytes, messages) =
      gradientBytes.map { (2 * parts * $0, 2 * rounds) }
      ?? (nodes > 1 ? 8 * Double(nodes > lanes ? units : lanes) : 0, rounds)
    return Step(
      nodes: nodes, passes: share * flops / cluster.flops,
      exchange: bytes / cluster.network + messages * cluster.latency,
      update: updateBytes / cluster.memory, bytes: bytes)
  }
}
