import Foundation
import Testing
import Training
import Vocabulary

/// A trial that was stopped goes on as if it had not: same steps, same weights, same answers.
@Suite("A trial that goes on", .tags(.slow))
struct ResumeTests {
  static let settings: RunSettings = {
    var run = Runs.settings
    run.steps = 9
    run.evaluations = 3
    run.dev = 12
    return run
  }()

  static let logged = [
    "zo-sgd", "zo-adam", "subzero", "conmezo", "adalezo", "zo-sgd-sparse", "dizo",
    "mezo-svrg",
  ]
  .map { Component($0, ["learningRate": .number(1e-3)]) }

  static let firstOrder = [
    Component("fo-sgd", ["momentum": .number(0.9)]), Component("fo-adam"),
    Component("zo-fo-hybrid", ["blocks": .integer(1)]),
  ]

  @Test("ends with the same weights from its log", arguments: logged, [2, 3, 6, 8])
  func log(optimizer: Component, stop: Int) throws {
    let cell = Runs.cell(optimizer, Self.settings)
    let whole = try Runs.run(cell)
    let kept = try KeptRun.stopped(after: stop, cell)
    let progress = try #require(kept.progress[0])
    #expect(progress.result.stepsDone == stop && progress.result.outcome == .interrupted)
    let rest = KeptRun()
    let resumed = try kept.resumed(cell, observers: [rest])
    #expect(rest.steps == Self.settings.steps - stop)
    #expect(resumed.reproducible == whole.reproducible)
    #expect(resumed.trials.first?.weightsDigest != nil)
  }

  @Test("ends with the same weights from its checkpoint", arguments: firstOrder, [2, 6, 8])
  func checkpoint(optimizer: Component, stop: Int) throws {
    let cell = Runs.cell(optimizer, Self.settings)
    let whole = try Runs.run(cell)
    let scratch = ScratchDirectory()
    let keeping = Keeping(interval: 60, directory: scratch.url)
    let kept = try KeptRun.stopped(after: stop, cell, keeping: keeping)
    #expect(kept.progress.isEmpty && scratch.names.count == 1)
    let rest = KeptRun()
    let resumed = try kept.resumed(cell, keeping: keeping, observers: [rest])
    #expect(rest.steps == Self.settings.steps - stop)
    #expect(resumed.reproducible == whole.reproducible)
    #expect(!FileManager.default.fileExists(atPath: scratch.url.path))
  }

  @Test("does with adapters and narrow weights, too", arguments: ["zo-sgd", "fo-adam"])
  func adapters(name: String) throws {
    var run = Self.settings
    run.weights = .bf16
    var cell = Runs.cell(Component(name, ["learningRate": .number(1e-2)]), run)
    cell.scheme = Component("lora", ["rank": .integer(2)])
    let whole = try Runs.run(cell)
    let scratch = ScratchDirectory()
    let keeping = Keeping(interval: 60, directory: scratch.url)
    let kept = try KeptRun.stopped(after: 5, cell, keeping: keeping)
    #expect(try kept.resumed(cell, keeping: keeping).reproducible == whole.reproducible)
  }

  @Test("makes steps again that were not kept before it was killed", arguments: [4, 8])
  func killed(stop: Int) throws {
    let cell = Runs.cell(Component("zo-sgd", ["learningRate": .number(1e-3)]), Self.settings)
    let whole = try Runs.run(cell)
    let kept = try KeptRun.stopped(after: stop, cell)
    var progress = try #require(kept.progress[0])
    // The store has what was kept at the last evaluation.
    progress.log.removeLast(11)
    progress.result.stepsDone -= 1
    let resumed = try Runs.run(cell, progress: [0: progress])
    #expect(resumed.trials.first?.curve == whole.trials.first?.curve)
    #expect(resumed.trials.first?.weightsDigest == whole.trials.first?.weightsDigest)
    #expect(resumed.test == whole.test)
  }

  @Test("of several at different points goes on with the one that was running")
  func points() throws {
    let tune: [String: [SettingValue]] = ["learningRate": [.number(1e-3), .number(1e-4)]]
    let cell = Runs.cell(Component("zo-sgd"), Self.settings, tune: tune)
    let whole = try Runs.run(cell)
    for stop in [4, 9, 13] {
      let kept = try KeptRun.stopped(after: stop, cell)
      let rest = KeptRun()
      #expect(try kept.resumed(cell, observers: [rest]).reproducible == whole.reproducible)
      #expect(rest.steps == 18 - stop)
    }
  }

  @Test("is tested from its log when only the test is missing")
  func tested() throws {
    let tune: [String: [SettingValue]] = ["learningRate": [.number(1e-3), .number(1e-4)]]
    let cell = Runs.cell(Component("zo-sgd"), Self.settings, tune: tune)
    let kept = KeptRun()
    let whole = try Runs.run(cell, observers: [kept])
    #expect(kept.finished.count == 2)
    let rest = KeptRun()
    #expect(try kept.resumed(cell, observers: [rest]).reproducible == whole.reproducible)
    #expect(rest.steps == 0)
  }

  @Test("begins again from a log or checkpoint that is not its own")
  func foreign() throws {
    let cell = Runs.cell(Component("zo-sgd"), Self.settings)
    let kept = try KeptRun.stopped(after: 5, cell)
    var progress = try #require(kept.progress[0])
    let whole = try Runs.run(cell, seed: 1)
    try withKnownIssue {
      let other = try Runs.run(cell, seed: 1, progress: [0: progress])
      try #require(other.test == whole.test)
      let kinds = other.trials.flatMap(\.findings).map(\.kind)
      try #require(kinds.contains(.beganAgain))
    } matching: {
      "\($0)".contains("begins again")
    }
    progress.log = [1, 2, 3]
    let damaged = progress
    try withKnownIssue {
      let other = try Runs.run(cell, progress: [0: damaged])
      try #require(other.outcome == .completed)
    } matching: {
      "\($0)".contains("begins again")
    }
  }

  @Test("begins again from a checkpoint of which one bit has changed", arguments: 0..<12)
  func flipped(place: Int) throws {
    let cell = Runs.cell(Component("fo-adam"), Self.settings)
    let whole = try Runs.run(cell)
    let scratch = ScratchDirectory()
    let keeping = Keeping(interval: 60, directory: scratch.url)
    let kept = try KeptRun.stopped(after: 5, cell, keeping: keeping)
    let file = scratch.url.appending(path: try #require(scratch.names.first))
    var bytes = try Data(contentsOf: file)
    bytes[(bytes.count - 1) * place / 11] ^= 1 << UInt8(place % 8)
    try bytes.write(to: file)
    try withKnownIssue {
      let other = try kept.resumed(cell, keeping: keeping)
      try #require(other.test == whole.test)
      try #require(other.trials.first?.weightsDigest == whole.trials.first?.weightsDigest)
    } matching: {
      "\($0)".contains("begins again")
    }
  }

  @Test("begins again from a log that has changed in the database")
  func damaged() throws {
    let cell = Runs.cell(Component("zo-sgd"), Self.settings)
    let whole = try Runs.run(cell)
    try withKnownIssue {
      let other = try Runs.run(cell, progress: [0: .damaged])
      try #require(other.test == whole.test)
      let kinds = other.trials.flatMap(\.findings).map(\.kind)
      try #require(kinds.contains(.beganAgain))
    } matching: {
      "\($0)".contains("begins again")
    }
  }
}
