import Tasks
import Tensors
import Testing
import Training
import Vocabulary

/// The data set as token ids is counted, in an account beside the others.
struct ExampleBytesTests {
  /// Two candidates after three ids: heads of 32 bytes, ids of 4, places of 8.
  @Test func anExampleIsItsArrays() {
    let example = EncodedExample(
      shared: [1, 2, 3],
      candidates: [[4, 5], [6]].map { Continuation(tokens: $0, scored: 1, after: 3) }, gold: 0)
    let arrays = [
      32 + 3 * 4, 32 + 2 * MemoryLayout<Continuation>.stride, 32 + 4, 32 + 8, 32 + 4, 32 + 8,
      32 + 4,
    ]
    #expect(example.byteCount == MemoryLayout<EncodedExample>.stride + arrays.reduce(0, +))
  }

  @Test func theyAreForecastAndMeasuredBesideThePeak() throws {
    func trial(test: Int) throws -> TrialResult {
      var run = Runs.settings
      run.test = test
      let result = try Runs.run(Runs.cell(Component("zo-sgd"), run))
      return try #require(result.trials.first)
    }
    let (few, many) = (try trial(test: 8), try trial(test: 40))
    for trial in [few, many] {
      #expect(trial.training.forecast == trial.training.measured)
      #expect(trial.evaluation.forecast == trial.evaluation.measured)
    }
    let bytes = [few, many].map { $0.training.measured.atPeak[.examples] }
    #expect(bytes[0] > 1000)
    #expect(bytes[1] > bytes[0])
    // What methods are compared by is as it was before the ids were counted.
    #expect(few.training.measured.peakBytes == many.training.measured.peakBytes)
    let atPeak = few.training.measured.atPeak
    let sum = Account.summed.reduce(0) { $0 + atPeak[$1] }
    #expect(atPeak.total == sum)
  }

  private final class Held {
    let examples: SharedEntry
    let scratch: Buffer

    init(_ ledger: Ledger) throws {
      examples = try SharedEntry(byteCount: 1000, in: .examples, of: ledger)
      scratch = try Buffer(byteCount: 100, in: .scratch, of: ledger)
    }
  }

  @Test func noLimitIsForThem() throws {
    let ledger = Ledger(limit: 100)
    let held = try Held(ledger)
    #expect(ledger.live[.examples] == 1000 && ledger.live.total == 100)
    #expect(throws: OutOfMemory.self) {
      _ = try Buffer(byteCount: 1, in: .scratch, of: ledger)
    }
    withExtendedLifetime(held) {}
  }
}
