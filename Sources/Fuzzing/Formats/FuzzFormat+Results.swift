import Foundation
import Optimizers
import Storage
import Tensors
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
    var layout = Layout()
    layout.add("layers.0.a", .matrix, rows: 6, columns: 4)
    layout.add("layers.1.b", .matrix, rows: 4, columns: 6)
    layout.add("layers.1.c", .bias, columns: 6)
    let weights = try ParameterStore(layout, in: .weights, of: Ledger())
    weights.initialize(RandomKey(seed: 1), deviation: 0.1)
    let iterate = try Iterate(
      weights, trainable: Set(layout.slices.map(\.index)),
      optimizer: replayable[bytes.count % replayable.count], ledger: Ledger())
    try iterate.check(log)
    iterate.replay(log)
  }
}
