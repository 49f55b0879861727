import Foundation
import Optimizers
import Storage
import Tensors
import Training
import Vocabulary

/// Of what the program itself wrote.
extension FuzzFormat {
  static let results: [FuzzFormat] = [
    FuzzFormat("database", "results.sqlite", isText: false) { place in
      let path = place.appending(path: "results.sqlite").path
      let store = try ResultStore(path: path, mode: .readOnly)
      _ = try store.results()
      _ = try store.storedRuns()
      _ = try store.activity()
      _ = try store.attempts()
      _ = try store.studies()
      _ = try store.endings()
      for run in try store.knownRuns() {
        _ = try store.finishedTrials(of: run.identity)
        for progress in try store.progress(of: run.identity).values where !progress.isDamaged {
          _ = try StepLog(decoding: progress.log)
        }
      }
    },
    FuzzFormat("collected", "results.sqlite", isText: false) { place in
      let store = try ResultStore(path: place.appending(path: "all.sqlite").path, mode: .readWrite)
      defer { empty(place, but: "results.sqlite") }
      _ = try Collector(into: store).collect(place.appending(path: "results.sqlite").path)
    },
    FuzzFormat(
      "checkpoint", checkpoint(in: URL(filePath: "/")).file.lastPathComponent, isText: false
    ) { place in
      let checkpoint = checkpoint(in: place)
      _ = checkpoint.point
      let (weights, iterate) = try stepping(OptimizerCatalog.make(Component("fo-adam")))
      _ = try checkpoint.read(weights: weights, iterate: iterate)
    },
    FuzzFormat("export-record", ExportRecord.file) { place in
      let weights = try ExportedWeights(model: nil, adapter: place.path)
      guard let record = weights.record else { return }
      _ = try Predictor(
        weights, task: record.cell.cell.task, run: record.cell.cell.run,
        planner: Planner(dataDirectory: nil, complete: true))
    },
    FuzzFormat("step-log", "steps.log", isText: false) { place in
      let log = try StepLog(
        decoding: [UInt8](Data(contentsOf: place.appending(path: "steps.log"))))
      precondition(log.estimates.count == log.count, "every step is read again")
      let again = try StepLog(decoding: log.bytes)
      precondition(again.count == log.count, "a log is read as it is written")
    },
    FuzzFormat("replay", "steps.log", isText: false) { place in
      try replay([UInt8](Data(contentsOf: place.appending(path: "steps.log"))))
    },
  ]

  private static let replayable = OptimizerCatalog.descriptions.compactMap { description in
    try? OptimizerCatalog.make(Component(description.name))
  }.filter { $0.isReplayable && $0.integers == nil }

  /// Steps of a log made again by one optimizer after the other.
  private static func replay(_ bytes: [UInt8]) throws {
    let log = try StepLog(decoding: bytes)
    let (_, iterate) = try stepping(replayable[bytes.count % replayable.count])
    try iterate.check(log)
    iterate.replay(log)
  }

  /// A small model in the middle of its training.
  private static func stepping(
    _ optimizer: Optimizer
  ) throws -> (weights: ParameterStore, iterate: Iterate) {
    var layout = Layout()
    layout.add("layers.0.a", .matrix, rows: 6, columns: 4)
    layout.add("layers.1.b", .matrix, rows: 4, columns: 6)
    layout.add("layers.1.c", .bias, columns: 6)
    let weights = try ParameterStore(layout, in: .weights, of: Ledger())
    weights.initialize(RandomKey(seed: 1), deviation: 0.1)
    let iterate = try Iterate(
      weights, trainable: Set(layout.slices.map(\.index)), optimizer: optimizer, ledger: Ledger())
    return (weights, iterate)
  }

  private static func checkpoint(in place: URL) -> TrialCheckpoint {
    let digest = ContentDigest(of: "fuzzing")
    let identity = Identity(configuration: digest, data: digest, model: digest, semantics: 1)
    return TrialCheckpoint(in: place, identity, trial: 0)
  }

  /// Removes what reading has made beside a mutant.
  private static func empty(_ place: URL, but name: String) {
    let names = try? FileManager.default.contentsOfDirectory(atPath: place.path)
    for other in names ?? [] where other != name {
      try? FileManager.default.removeItem(at: place.appending(path: other))
    }
  }
}
