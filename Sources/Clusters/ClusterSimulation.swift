import Foundation
import Statistics

/// The shards of a study on nodes that fail, on paper.
///
/// Nodes fail at random, on average once in so many seconds of work, whatever they did before. A
/// task whose node fails waits in the queue, and the next free node takes it: it goes on from what
/// was kept. The node itself comes back after its repair.
package struct ClusterSimulation: Hashable, Codable, Sendable {
  package var nodes: Int
  /// Mean seconds of work between two failures of a node; infinite where none fails.
  package var failureSeconds: Double
  /// Seconds until a node that failed is back.
  package var repairSeconds = 1800.0
  /// Seconds that a task waits in the queue after its node failed; Slurm's two minutes.
  package var requeueSeconds = 120.0
  /// Seconds of a start: program, plan, weights, the steps of the log made again.
  package var startSeconds = 30.0
  /// Seconds of work between two moments at which it is kept; nil keeps nothing.
  package var keptSeconds: Double? = 2
  package var seed: UInt64 = 1

  package init(nodes: Int, failureSeconds: Double) {
    self.nodes = nodes
    self.failureSeconds = failureSeconds
  }

  /// How it ended.
  package struct Outcome: Hashable, Codable, Sendable {
    /// Until the last task ended.
    package var seconds = 0.0
    /// Nodes that failed at work; as many tasks went back into the queue.
    package var failures = 0
    /// Work that was done twice.
    package var lostSeconds = 0.0
  }

  private struct Waiting {
    var ready = 0.0
    var left: Double
  }

  /// - Parameter tasks: seconds of work of each, in the order of the queue.
  package func run(_ tasks: [Double]) -> Outcome {
    var random = SplitMix(seed: seed)
    var waiting = tasks.map { Waiting(left: $0) }
    var free = [Double](repeating: 0, count: max(nodes, 1))
    var outcome = Outcome()
    while let next = waiting.indices.min(by: { waiting[$0].ready < waiting[$1].ready }),
      let node = free.indices.min(by: { free[$0] < free[$1] })
    {
      var task = waiting.remove(at: next)
      let start = max(task.ready, free[node])
      let failure = failureSeconds * -log(1 - random.unit())
      let end = startSeconds + task.left
      guard failure < end else {
        free[node] = start + end
        outcome.seconds = max(outcome.seconds, start + end)
        continue
      }
      let worked = max(0, failure - startSeconds)
      let kept = keptSeconds.map { (worked / $0).rounded(.down) * $0 } ?? 0
      task.left -= kept
      outcome.failures += 1
      outcome.lostSeconds += worked - kept
      task.ready = start + failure + requeueSeconds
      free[node] = start + failure + repairSeconds
      waiting.append(task)
    }
    return outcome
  }
}

extension SplitMix {
  /// Uniform in 0 ..< 1.
  fileprivate mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
