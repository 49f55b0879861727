import Foundation
import Optimizers
import Storage

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
  ]
}
