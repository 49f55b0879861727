import Clusters
import Foundation
import Vocabulary

/// Of a submitted study: what its directory says, and what schedulers print of it.
extension FuzzFormat {
  static let clusters: [FuzzFormat] = [
    FuzzFormat("submission", Submission.file) { place in
      let submission = try Submission.read(place.path)
      for shard in submission.shards.indices { _ = submission.database(of: shard + 1) }
      _ = SlurmReport.queue(submission.jobs.map(\.id))
      for part in submission.plan.classes { _ = part.clock }
      guard let engine = EngineCatalog.named(submission.engine) else { return }
      _ = engine.files(submission.plan)
      _ = engine.files(submission.plan.only(Set(submission.jobs.flatMap(\.shards))))
    },
    FuzzFormat("slurm", "slurm.txt") { place in
      let text = String(
        decoding: try Data(contentsOf: place.appending(path: "slurm.txt")), as: UTF8.self)
      var report = SlurmReport()
      report.add(queue: text)
      report.add(accounts: text)
    },
  ]
}
