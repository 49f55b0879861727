import ArgumentParser
import Clusters
import Foundation

/// A study on nodes that fail, simulated with the shards that would be handed over.
struct SimulationOptions: ParsableArguments {
  @Option(
    help: .init(
      "Hand over nothing; simulate so many nodes that fail, and what a log saves.",
      valueName: "nodes"),
    transform: Limit.whole(1...100_000))
  var simulate: Int?

  @Option(
    help: .init("Mean hours of work between failures of a simulated node.", valueName: "hours"),
    transform: Limit.number(0.01...1e9))
  var failureHours = 1000.0

  /// - Parameter tasks: seconds of each shard.
  func text(_ tasks: [Double], nodes: Int) -> String {
    let total = tasks.reduce(0, +)
    let longest = tasks.max() ?? 0
    let head = """
      Simulated: \(tasks.count) shards of \(hours(total)) h in all, the longest \
      \(hours(longest)) h; a node fails once in \(hours(3600 * failureHours)) h of work and is \
      back after 30 min; a task waits 2 min and starts in 30 s; its log is kept every 2 s.

      | nodes | failures | hours | no failures | work lost, h | hours without logs | work lost, h |
      | ---: | ---: | ---: | ---: | ---: | ---: | ---: |

      """
    let counts = [1, 10, 100, 1000, 10_000].filter { $0 < nodes } + [nodes]
    return head + counts.map { line(tasks, on: $0) }.joined(separator: "\n")
  }

  private func line(_ tasks: [Double], on nodes: Int) -> String {
    var cluster = ClusterSimulation(nodes: nodes, failureSeconds: 3600 * failureHours)
    let kept = cluster.run(tasks)
    cluster.keptSeconds = nil
    let forgotten = cluster.run(tasks)
    cluster.failureSeconds = .infinity
    let quiet = cluster.run(tasks)
    let cells = [
      "\(nodes)", "\(kept.failures)", hours(kept.seconds), hours(quiet.seconds),
      hours(kept.lostSeconds), hours(forgotten.seconds), hours(forgotten.lostSeconds),
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  private func hours(_ seconds: Double) -> String { String(format: "%.3g", seconds / 3600) }
}
