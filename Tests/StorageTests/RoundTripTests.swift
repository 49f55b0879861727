import Storage
import Testing
import Vocabulary

struct RoundTripTests {
  let scratch: Scratch
  let store: ResultStore

  init() throws {
    scratch = try Scratch()
    store = try scratch.store()
  }

  @Test func everyValueComesBack() throws {
    let stored = result()
    try store.record(stored, machine: machine)
    #expect(try store.results() == [stored])
    let run = try #require(try store.storedRuns().first)
    #expect(run.machine == machine)
    #expect(run.started.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
    #expect(run.finished >= run.started)
    #expect(try store.storedMachine(of: stored.identity) == machine)
  }

  @Test(arguments: [
    Outcome.diverged(step: 3, lastFiniteLoss: 1.5), .diverged(step: 0, lastFiniteLoss: nil),
    .outOfMemory(needed: 1 << 50, limit: 7),
    .failed(message: "line\n'two' | \u{1}"), .interrupted, .completed,
  ])
  func everyOutcomeComesBack(_ outcome: Outcome) throws {
    let stored = result(outcome: outcome, trials: [trial(outcome), trial()])
    try store.record(stored)
    #expect(try store.results() == [stored])
    #expect(try store.storedMachine(of: stored.identity) == nil)
  }

  @Test func divergedCurvesKeepTheirBits() throws {
    let curve: [Float] = [1, .infinity, -.infinity, .nan, Float(bitPattern: 0x7FC0_1234), -0.0]
    var diverged = trial(.diverged(step: 4, lastFiniteLoss: 1), curve: curve)
    diverged.dev = [
      DevPoint(step: 1, score: .nan, loss: nil), DevPoint(step: 1, score: 0, loss: .nan),
    ]
    try store.record(result(outcome: diverged.outcome, trials: [diverged]))
    let back = try #require(try store.results().first?.trials.first)
    #expect(back.curve.map(\.bitPattern) == curve.map(\.bitPattern))
    #expect(back.dev.map(\.loss) == [nil, nil])
    #expect(back.dev.map(\.score.isNaN) == [true, false])
  }

  @Test func metricsThatAreNotFiniteComeBack() throws {
    var stored = result()
    stored.test?.metrics = ["accuracy": 0.5, "loss": .infinity]
    try store.record(stored)
    #expect(try store.results() == [stored])
  }

  @Test(arguments: [0, 1, 7, 8, 9, 1000])
  func predictionsOfAnyNumberComeBack(_ count: Int) throws {
    var stored = result()
    stored.test?.correct = (0..<count).map { $0 % 3 == 0 }
    try store.record(stored)
    #expect(try store.results() == [stored])
  }

  @Test func recordingAgainReplaces() throws {
    try store.record(result(outcome: .failed(message: "x"), trials: [trial(), trial(), trial()]))
    try store.record(result())
    #expect(try store.results() == [result()])
  }

  @Test func whatWasWrittenIsThereAfterReopening() throws {
    try store.record(result())
    #expect(try scratch.store(.readOnly).results() == [result()])
  }

  @Test func storedRunsCanBeReadWhileAnotherWrites() throws {
    let reader = try scratch.store(.readOnly)
    try store.record(result())
    #expect(try reader.results() == [result()])
    #expect(throws: StorageProblem.self) { try reader.record(result()) }
  }
}
