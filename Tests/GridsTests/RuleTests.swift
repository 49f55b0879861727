import Foundation
import Grids
import Testing
import Vocabulary

/// Every rule has a grid that breaks it, and says so at the place where it is broken.
struct RuleTests {
  private static let fix = Fixtures.grid

  /// The fixture with one line replaced (lines from 1) and text appended.
  private func problems(line: Int? = nil, _ text: String = "", adding: String = "") -> [String] {
    var lines = Self.fix.components(separatedBy: "\n")
    if let line { lines[line - 1] = text }
    return Fixtures.problems(lines.joined(separator: "\n") + adding)
  }

  @Test func fixtureIsWithoutProblems() { #expect(problems() == []) }

  @Test func otherFormatsAreRefused() {
    #expect(
      problems(line: 1, "zobench: 2") == ["smoke.grid:1:10: zobench: the format must be 1, not '2'"]
    )
    #expect(problems(line: 1, "zobench: \"1\"").count == 1)
  }

  @Test func missingKeysAreNamed() {
    #expect(
      problems(line: 8, "") == [
        "smoke.grid:1:1: the key 'seeds' is missing; add for example 'seeds: [0]'"
      ])
    #expect(
      problems(line: 1, "").first
        == "smoke.grid:2:1: the key 'zobench' is missing; add for example 'zobench: 1'")
  }

  @Test func unknownKeysAreNamed() {
    #expect(
      problems(adding: "defualts: {}\n") == [
        "smoke.grid:9:1: there is no key 'defualts'; did you mean 'defaults'?"
      ])
    #expect(
      problems(adding: "exclude:\n  - { optimzer: zo-sgd, because: slow }\n") == [
        "smoke.grid:10:7: exclude[0]: there is no key 'optimzer'; did you mean 'optimizer'?"
      ])
  }

  @Test func unknownNamesAreNamed() {
    #expect(
      problems(line: 7, "  - zo-sdg") == [
        "smoke.grid:7:5: optimizers[1]: there is no optimizer 'zo-sdg'; did you mean 'zo-sgd'?"
      ])
    #expect(
      problems(line: 4, "schemes: [no]") == [
        "smoke.grid:4:11: schemes[0]: there is no scheme 'no'; did you mean 'ft'?"
      ])
  }

  @Test(arguments: [
    "{ flops: -1 }", "{ flop: 3 }", "{ flops: 1, seconds: 2 }", "{ seconds: soon }",
  ])
  func budgetsHaveOneAmountAboveZero(_ budget: String) {
    let found = problems(line: 7, "  - zo-sgd: { budget: \(budget) }")
    #expect(found.count == 1)
    #expect(
      found.first?.contains("it must be { flops: number } or { seconds: number }, above 0") == true,
      "\(found)")
    #expect(found.first?.hasPrefix("smoke.grid:7:") == true)
  }

  @Test func refusedValuesAreReportedWhereTheyStand() {
    #expect(
      problems(line: 7, "  - zo-sgd: { epsilon: 1, queries: [1, 0, -2] }") == [
        "smoke.grid:7:36: optimizers[1].zo-sgd.queries: zo-sgd: 'queries' is -2; it must be at "
          + "least 1",
        "smoke.grid:7:36: optimizers[1].zo-sgd.queries: zo-sgd: 'queries' is 0; it must be at "
          + "least 1",
      ])
    #expect(
      problems(adding: "tune:\n  - { optimizer: zo-sgd, queries: [1, 0] }\n").count == 1)
    #expect(problems(line: 7, "  - zo-sgd: { learningRate: auto }") == [])
    #expect(
      problems(line: 7, "  - zo-sgd: { learningRate: soon, queries: 0 }").map { $0.prefix(24) } == [
        "smoke.grid:7:29: optimiz", "smoke.grid:7:44: optimiz",
      ])
  }

  @Test func valuesAtOddsAreReportedOnce() {
    #expect(
      problems(line: 7, "  - zo-sgd: { epsilon: 7, queries: [1, 7] }") == [
        "smoke.grid:7:36: optimizers[1].zo-sgd.queries: zo-sgd: 'queries' is 7; it must be other "
          + "than epsilon"
      ])
  }

  @Test func unknownRunNamesAreReportedWhereTheyStand() {
    #expect(
      problems(adding: "defaults: { objective: acuracy }\n") == [
        "smoke.grid:9:24: defaults.objective: 'objective' is acuracy; it must be loss, accuracy "
          + "or f1"
      ])
  }

  @Test func unknownSettingsAreNamed() {
    #expect(
      problems(line: 7, "  - zo-sgd: { epsilonn: 1e-3 }") == [
        "smoke.grid:7:15: optimizers[1].zo-sgd: there is no setting 'epsilonn'; "
          + "did you mean 'epsilon'?"
      ])
    #expect(
      problems(adding: "defaults: { stepss: 3 }\n") == [
        "smoke.grid:9:13: defaults: there is no setting 'stepss'; did you mean 'steps'?"
      ])
  }

  /// A learning rate among the defaults is the most likely mistake.
  @Test func settingsOfOptimizersAreSaidToBeTheirs() {
    let found = problems(adding: "defaults: { epsilon: 3 }\n")
    #expect(found.count == 1)
    #expect(found.first?.contains("optimizers have it: write for example '") == true, "\(found)")
  }

  @Test func valuesOfAnotherKindAreRefused() {
    #expect(
      problems(line: 7, "  - zo-sgd: { epsilon: \"1e-3\" }") == [
        "smoke.grid:7:24: optimizers[1].zo-sgd.epsilon: 'epsilon' must be a number, "
          + "not the text '1e-3'; remove the quotes"
      ])
    #expect(
      problems(line: 3, "tasks: [mini-sst2: { balanced: yes }]") == [
        "smoke.grid:3:32: tasks[0].mini-sst2.balanced: 'balanced' must be true or false, "
          + "not the text 'yes'"
      ])
  }

  /// Evaluations alone have nothing that an optimizer would do.
  @Test(arguments: ["optimizers: []\n", "", "optimizers: [zo-sgd, fo-adam]\n"])
  func optimizersMayBeLeftOutWhereNoSchemeIsTrained(axis: String) throws {
    let grid =
      "zobench: 1\nmodels: [tiny-opt]\ntasks: [mini-sst2]\nschemes: [zero-shot]\nseeds: [0]\n"
    #expect(try Fixtures.study(grid + axis).cells.count == 1)
    let trained = Fixtures.problems(grid.replacing("[zero-shot]", with: "[zero-shot, ft]") + axis)
    #expect(trained.isEmpty == axis.contains("zo-sgd"))
  }

  @Test func emptyAxesAreRefused() {
    #expect(
      problems(line: 3, "tasks: []") == ["smoke.grid:3:8: tasks: 'tasks' must list at least one"])
    #expect(
      problems(line: 7, "  - zo-sgd: { epsilon: [] }") == [
        "smoke.grid:7:24: optimizers[1].zo-sgd.epsilon: 'epsilon' must list at least one value"
      ])
  }

  @Test func stepsAndBatchesArePositive() {
    #expect(
      problems(line: 7, "  - zo-sgd: { steps: 0, batch: [4, -1] }") == [
        "smoke.grid:7:22: optimizers[1].zo-sgd.steps: 'steps' is 0; it must be at least 1",
        "smoke.grid:7:32: optimizers[1].zo-sgd.batch: 'batch' is -1; it must be at least 1",
      ])
  }

  @Test func splitsHaveExamples() {
    let found = problems(adding: "defaults: { dev: 0, test: -5 }\n")
    #expect(found.count == 2)
    #expect(found[0].hasPrefix("smoke.grid:9:18: defaults.dev: 'dev' is 0; it must be at least 1"))
    #expect(found[1].hasPrefix("smoke.grid:9:27: defaults.test: 'test' is -5; it must be"))
  }

  @Test func productsHaveASupportedFormat() {
    #expect(
      problems(adding: "defaults: { compute: f16 }\n") == [
        "smoke.grid:9:22: defaults.compute: 'compute' is f16; it must be f32 or "
          + "bf16"
      ])
    #expect(problems(adding: "defaults: { compute: bf16 }\n") == [])
  }

  private func overridden(_ text: String, _ compute: String) throws(GridProblems) -> Study {
    try GridFile.parse(
      Data(text.utf8), name: "smoke.grid", vocabulary: Fixtures.vocabulary,
      overriding: CommandOverrides(
        settings: [CommandSetting("--compute", "compute", .text(compute))]))
  }

  /// What a command says of a run setting passes the rules that the file's own settings pass.
  @Test func aCommandsSettingIsCheckedAsTheFilesAre() throws {
    let problem = try #require(throws: GridProblems.self) { try overridden(Self.fix, "f16") }
    #expect(
      problem.description
        == "smoke.grid: --compute: 'compute' is f16; it must be f32 or bf16")
  }

  @Test func aCommandsSettingReplacesTheFiles() throws {
    let text = Self.fix.replacingOccurrences(
      of: "- fo-adam", with: "- fo-adam: { compute: [f32, bf16], steps: 7 }")
    let study = try overridden(text + "defaults: { compute: f32 }\n", "bf16")
    #expect(study.cells.map(\.run.compute) == Array(repeating: .bf16, count: 4))
    #expect(study.cells.filter { $0.optimizer.name == "fo-adam" }.map(\.run.steps) == [7, 7])
    // Two entries that only the setting told apart are one cell written twice.
    let twice = Self.fix.replacingOccurrences(
      of: "- zo-sgd", with: "- zo-sgd: { compute: bf16 }\n  - zo-sgd")
    #expect(throws: GridProblems.self) { try overridden(twice, "f32") }
  }

  @Test func weightsHaveASupportedFormat() {
    #expect(
      problems(adding: "defaults: { weights: int3 }\n") == [
        "smoke.grid:9:22: defaults.weights: 'weights' is int3; it must be f32, "
          + "bf16, f16, int8 or int4"
      ])
    #expect(problems(adding: "defaults: { weights: int8 }\n") == [])
  }

  @Test func seedsAreDistinctAndNotNegative() {
    #expect(
      problems(line: 8, "seeds: [0, 1, 0, -1]") == [
        "smoke.grid:8:15: seeds[2]: the seed 0 is written twice; remove one",
        "smoke.grid:8:18: seeds[3]: a seed must be 0 or more, not -1",
      ])
  }

  @Test func exclusionsHaveReasons() {
    #expect(
      problems(adding: "exclude:\n  - { optimizer: zo-sgd }\n") == [
        "smoke.grid:10:5: exclude[0]: an exclusion needs a reason; add 'because: …'"
      ])
    #expect(
      problems(adding: "exclude:\n  - { because: none }\n") == [
        "smoke.grid:10:5: exclude[0]: this would exclude every cell; "
          + "name at least one of model, task, scheme, optimizer"
      ])
  }

  @Test func exclusionsAndSearchesMatchSomething() {
    #expect(
      problems(adding: "exclude:\n  - { task: mini-cope, because: slow }\n") == [
        "smoke.grid:10:13: exclude[0].task: no task of this grid matches 'mini-cope'; "
          + "did you mean 'mini-copa'?"
      ])
    #expect(
      problems(adding: "tune:\n  - { optimizer: lion-*, learningRate: [1e-3] }\n") == [
        "smoke.grid:10:18: tune[0].optimizer: no optimizer of this grid matches 'lion-*'"
      ])
  }

  @Test func onlySettingsOfTheOptimizerAreTuned() {
    #expect(
      problems(adding: "tune:\n  - { optimizer: fo-adam, learningrate: [1e-3] }\n") == [
        "smoke.grid:10:27: tune[0]: fo-adam has no setting 'learningrate'; "
          + "did you mean 'learningRate'?"
      ])
    #expect(
      problems(adding: "tune:\n  - { optimizer: fo-adam, steps: [1] }\n").first?
        .hasPrefix("smoke.grid:10:27: tune[0]: 'steps' is no setting of the optimizer") == true)
    // Without an optimizer it is for all of them.
    #expect(problems(adding: "tune:\n  - { learningRate: [1] }\n").isEmpty)
  }

  @Test func anEmptyModelIsNoFolder() throws {
    let found = problems(line: 2, "models: [\"\"]")
    #expect(
      found.count == 1 && found[0].hasPrefix("smoke.grid:2:10: models[0]: there is no model ''"))
  }

  @Test func noValueIsTriedTwice() {
    #expect(
      problems(adding: "tune:\n  - { learningRate: [1e-3, 1e-4, 0.001] }\n") == [
        "smoke.grid:10:21: tune[0].learningRate: 'learningRate' is to be tried at 0.001 twice; "
          + "remove one"
      ])
  }

  @Test func everySearchIsTakenUpByACell() {
    let idle = "smoke.grid:10:7: tune[0]: no cell takes up this search of 'epsilon'"
    func isIdle(_ found: [String]) -> Bool { found.count == 1 && found[0].hasPrefix(idle) }
    let all = "tune:\n  - { epsilon: [1e-3, 1e-4] }\n"
    #expect(problems(adding: all) == [])
    #expect(isIdle(problems(line: 7, "  - zo-sgd: { epsilon: 1e-2 }", adding: all)))
    #expect(isIdle(problems(adding: all + "  - { optimizer: zo-sgd, epsilon: [1] }\n")))
    #expect(isIdle(problems(adding: all + "  - { epsilon: [1] }\n")))
    #expect(isIdle(problems(line: 4, "schemes: [zero-shot]", adding: all)))
    // What a later search is about is less than all.
    #expect(problems(adding: all + "  - { task: mini-copa, epsilon: [1] }\n") == [])
    let some = all.replacing("] }", with: "], scheme: zero-shot }")
    #expect(isIdle(problems(line: 4, "schemes: [ft, zero-shot]", adding: some)))
  }

  @Test func nothingIsBothTunedAndWritten() {
    let tune = "tune:\n  - { optimizer: zo-*, epsilon: [1e-3, 1e-4] }\n"
    #expect(
      problems(line: 7, "  - zo-sgd: { epsilon: [1e-3, 1e-2] }", adding: tune) == [
        "smoke.grid:10:24: tune[0]: 'epsilon' is searched here and written in "
          + "optimizers[1].zo-sgd; remove one"
      ])
    #expect(
      problems(adding: tune + "  - { optimizer: zo-sgd, task: \"*\", epsilon: [1] }\n") == [
        "smoke.grid:11:37: tune[1]: 'epsilon' is searched here and in tune[0] for the same "
          + "cells; remove one"
      ])
    let apart = """
      tune:
        - { optimizer: zo-sgd, task: mini-copa, epsilon: [1e-3, 1e-4] }
        - { optimizer: zo-sgd, task: mini-sst2, epsilon: [1e-2, 1e-1] }

      """
    #expect(problems(adding: apart) == [])
  }

  @Test func gridsAreBounded() {
    let many = (0..<1001).map(String.init).joined(separator: ", ")
    let found = problems(
      line: 7, "  - zo-sgd: { epsilon: [\(many)], learningRate: [\(many)] }")
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("smoke.grid:1:1: the grid has 4008008 runs") == true)
    let points = "tune:\n  - { optimizer: zo-sgd, epsilon: [\(many)], learningRate: [\(many)] }\n"
    #expect(
      problems(adding: points) == [
        "smoke.grid:9:1: tune: the searches have too many points; the limit is 1000000 in one cell"
      ])
  }

  @Test func cellsAreDistinct() {
    #expect(
      problems(line: 7, "  - fo-adam") == [
        "smoke.grid:7:5: optimizers[1]: the cell tiny-opt / mini-sst2 / ft / fo-adam "
          + "is written twice; remove one"
      ])
    // The same number spelled twice is one value; a run setting that is overridden makes no cell.
    #expect(problems(line: 7, "  - zo-sgd: { epsilon: [1, 1.0] }").count == 1)
    let steps = "schemes: [ft: { steps: [5, 6] }]"
    #expect(problems(line: 4, steps) == [])
    let overridden = Fixtures.grid.replacingOccurrences(of: "schemes: [ft]", with: steps)
      .replacingOccurrences(of: "zo-sgd", with: "zo-sgd: { steps: 7 }")
    #expect(
      Fixtures.problems(overridden).first?
        .hasPrefix("smoke.grid:4:11: schemes[0]: the cell tiny-opt / mini-sst2 / ft / zo-sgd")
        == true)
  }

  @Test func threeMistakesAreThreeProblems() {
    let text = """
      zobench: 1
      models: [tiny-otp]
      tasks: [mini-sst2]
      schemes: [ft]
      optimizers:
        - zo-sgd: { epsilonn: 1e-3 }
      seeds: [0, 0]
      """
    #expect(
      Fixtures.problems(text) == [
        "smoke.grid:2:10: models[0]: there is no model 'tiny-otp'; did you mean 'tiny-opt'?",
        "smoke.grid:6:15: optimizers[0].zo-sgd: there is no setting 'epsilonn'; "
          + "did you mean 'epsilon'?",
        "smoke.grid:7:12: seeds[1]: the seed 0 is written twice; remove one",
      ])
  }
}
