import Dispatch
import Foundation
import Storage
import Testing
import Vocabulary

/// What collecting takes for 100 shards of a study as large as the grid `full`.
///
/// That is 3,060 runs with two trials, five evaluations and a step log of 4 KiB each. By hand:
/// ZOBENCH_SPEED=1 swift test -c release --filter CollectionSpeedTests
@Suite(.enabled(if: ProcessInfo.processInfo.environment["ZOBENCH_SPEED"] != nil))
struct CollectionSpeedTests {
  private static let shards = 100
  private static let runs = 3060

  private func trial(_ rate: Double) -> TrialResult {
    var trial = StorageTests.trial(rate: rate, curve: (0..<400).map { Float($0) / 400 })
    trial.dev = (1...5).map { DevPoint(step: 80 * $0, score: 0.5, loss: 0.7) }
    return trial
  }

  /// A shard's database, made as a run makes it.
  private func make(_ shard: Int, in scratch: Scratch) throws {
    let store = try ResultStore(path: scratch.file("\(shard).sqlite"), mode: .readWrite)
    let log = [UInt8](repeating: 7, count: 4096)
    for seed in stride(from: shard, to: Self.runs, by: Self.shards) {
      let cell = seededCell(seed)
      #expect(try store.claim(cell, identity(of: cell), machine: machine))
      for (index, rate) in [1e-6, 1e-7].enumerated() {
        let progress = TrialProgress(result: StorageTests.trial(.interrupted), log: log)
        try store.record(progress, index: index, of: identity(of: cell))
        try store.record(trial: trial(rate), index: index, of: identity(of: cell))
      }
      try store.record(result(cell, trials: [trial(1e-6), trial(1e-7)]))
    }
  }

  private func collect(_ scratch: Scratch, into all: ResultStore) throws -> (Collected, Double) {
    var sum = Collected(source: "")
    let start = ContinuousClock.now
    for shard in 0..<Self.shards {
      let one = try Collector(into: all).collect(scratch.file("\(shard).sqlite"))
      sum.new += one.new
      sum.same += one.same
    }
    return (sum, start.duration(to: .now) / .seconds(1))
  }

  @Test func hundredShards() throws {
    let scratch = try Scratch()
    DispatchQueue.concurrentPerform(iterations: Self.shards) { shard in
      #expect(throws: Never.self) { try make(shard, in: scratch) }
    }
    let all = try scratch.store()
    let first = try collect(scratch, into: all)
    let again = try collect(scratch, into: all)
    #expect(first.0.new == Self.runs && again.0.new == 0 && again.0.same == Self.runs)
    let size = try scratch.bytes(scratch.path).count >> 20
    FileHandle.standardError.write(
      Data("collected in \(first.1) s (\(size) MiB), again in \(again.1) s\n".utf8))
  }
}
