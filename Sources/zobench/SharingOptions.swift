import ArgumentParser
import Clusters
import Foundation
import Storage
import Vocabulary

/// How a study is shared among processes.
struct SharingOptions: ParsableArguments {
  @Option(
    help: """
      Only shard I of N, for example 3/12, or 'auto': by the variables of Slurm, Kubernetes or \
      Grid Engine. '{shard}' in --db stands for I.
      """)
  var shard: String?

  @Option(
    help: "Seconds without a sign after which another host's claim on a run has ended.",
    reading: Limit.number(3...86_400))
  var lease = ResultStore.lease

  @Option(
    help: .init(
      "Under mpirun or srun: what of each step the processes divide, 'probes' (the same bits as "
        + "one process) or 'examples' (default: probes where a step has two).", valueName: "what"))
  var divide: StepDivision?

  /// - Throws: a text that is no shard, or variables that make none.
  func meant() throws -> Shard? {
    guard let text = shard else { return nil }
    if text == "auto" { return try ShardVariables(ProcessInfo.processInfo.environment).shard() }
    guard let shard = Shard(text) else {
      throw ValidationError("--shard must be I/N with 1 ≤ I ≤ N ≤ \(Shard.most), or 'auto'")
    }
    return shard
  }
}

extension StepDivision: ExpressibleByArgument {}
