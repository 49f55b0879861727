import Clusters
import Foundation
import Grids
import Tasks
import Training
import Vocabulary

/// Of studies: grids in their three spellings, tasks that users define, and the data of tasks.
extension FuzzFormat {
  static let studies: [FuzzFormat] = [
    FuzzFormat("grid", "study.grid", grid),
    FuzzFormat("grid-xml", "study.plist") { place in
      _ = try GridFile.read(place.appending(path: "study.plist"), vocabulary: .catalogs)
    },
    FuzzFormat("grid-binary", "study.plist", isText: false) { place in
      _ = try GridFile.read(place.appending(path: "study.plist"), vocabulary: .catalogs)
    },
    FuzzFormat("sweep", "sweep.yml") { place in
      let sweep = try SweepImport(place.appending(path: "sweep.yml"))
      _ = try GridFile.parse(Data(sweep.grid.utf8), name: "sweep.grid", vocabulary: .catalogs)
    },
    FuzzFormat("task", "task.yaml", defined),
    FuzzFormat("harness", "task.yaml", defined),
  ]

  /// A task that a file defines, in our own words or in those of lm-evaluation-harness.
  @Sendable private static func defined(_ place: URL) throws {
    let task = try DefinitionFile.component(
      place.appending(path: "task.yaml").path, axis: .task, vocabulary: .catalogs)
    try use(task, in: place)
  }

  @Sendable private static func grid(_ place: URL) throws {
    _ = try GridFile.read(place.appending(path: "study.grid"), vocabulary: .catalogs)
  }

  /// A form of data files by a task that reads it.
  private static func data(_ name: String, _ file: String, _ task: String) -> FuzzFormat {
    FuzzFormat("data-\(name)", file) { try use(Component(task), in: $0) }
  }

  static let data: [FuzzFormat] = [
    data("tsv", "SST-2/train.tsv", "sst2"), data("csv", "mr/train.csv", "mr"),
    data("labeled", "sent-conv/stsa.fine.train", "sst5"),
    data("jsonl", "superglue/RTE/train.jsonl", "rte"),
    data("wsc", "superglue/WSC/train.jsonl", "wsc"),
    data("multirc", "superglue/MultiRC/train.jsonl", "multirc"),
    data("record", "superglue/ReCoRD/train.jsonl", "record"),
    data("squad", "squad/train-v1.1.json", "squad"),
    data("drop", "drop/drop_dataset_train.json", "drop"),
  ]

  private static func use(_ task: Component, in place: URL) throws {
    _ = try TaskCatalog.make(task, data: DataDirectory(place)).examples(.train)
  }
}

/// Of tables that users bring: rows to label, and a table that becomes a task.
extension FuzzFormat {
  /// A file that the program wrote and does not read, which is a finding whatever it says.
  private struct OwnFileProblem: Error, CustomStringConvertible { let description: String }

  /// Rows of one's own, for a task of the catalog.
  private static func asked(_ ending: String) -> FuzzFormat {
    FuzzFormat("rows-\(ending)", "rows.\(ending)") { place in
      let rows = try AskedRows(place.appending(path: "rows.\(ending)"), of: Component("sst2"))
      precondition(rows.examples.count == rows.isKnown.count, "every row is asked")
    }
  }

  static let rows: [FuzzFormat] =
    ["csv", "tsv", "jsonl", "json"].map(asked) + [
      FuzzFormat("starter-table", "table.csv") { place in
        let task = try StarterTask(
          place.appending(path: "table.csv"), name: "mine", text: nil, label: nil)
        let file = place.appending(path: "mine.yaml")
        try Data(task.description.utf8).write(to: file)
        do {
          _ = try DefinitionFile.component(file.path, axis: .task, vocabulary: .catalogs)
        } catch {
          throw OwnFileProblem(description: "\(error)")
        }
      }
    ]
}

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
