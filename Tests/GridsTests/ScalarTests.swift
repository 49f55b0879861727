import Foundation
import Grids
import Testing
import Vocabulary

/// Unquoted YAML means what a reader expects, or it is a problem.
struct ScalarTests {
  private func grid(_ setting: String) -> String {
    """
    zobench: 1
    models: [tiny-opt]
    tasks: [mini-sst2]
    schemes: [ft]
    optimizers: [zo-sgd: { epsilon: \(setting) }]
    seeds: [0]
    """
  }

  @Test(arguments: [
    ("5e-3", 0.005), ("1e-4", 1e-4), (".5", 0.5), ("5.", 5), ("+2", 2), ("-1.5E+2", -150), ("0", 0),
    ("0.0", 0),
  ])
  func numbers(text: String, value: Double) throws {
    let cell = try #require(try Fixtures.study(grid(text)).cells.first)
    #expect(cell.optimizer.settings == ["epsilon": .number(value)])
  }

  @Test(arguments: [
    "014", "00.5", "1_000", "1:30", "0x10", "0o7", "0b1", "1e999", "1e-999", ".inf", "-.nan",
    "99999999999999999999", "~", "null", "", "yes", "1e", "e3", "--1", "1.2.3", "true",
  ])
  func unclearNumbers(text: String) {
    let found = Fixtures.problems(grid(text))
    #expect(found.count == 1)
    #expect(found.first?.contains(": optimizers[0].zo-sgd.epsilon: ") == true)
  }

  @Test(arguments: ["no", "on", "yes", "off", "y", "014", "1:30"])
  func namesAreTakenLetterByLetter(name: String) throws {
    let text = grid("1e-3").replacingOccurrences(of: "models", with: "name: \(name)\nmodels")
    #expect(try Fixtures.study(text).name == name)
  }

  @Test func textSettingsAreTextOrProblems() throws {
    func task(_ value: String) -> String {
      grid("1").replacingOccurrences(of: "mini-sst2", with: "mini-sst2: { prompt: \(value) }")
    }
    let cell = try #require(try Fixtures.study(task("no")).cells.first)
    #expect(cell.task.settings == ["prompt": .text("no")])
    #expect(
      try Fixtures.study(task("\"014\"")).cells.first?.task.settings == ["prompt": .text("014")])
    #expect(
      Fixtures.problems(task("5")) == [
        "smoke.grid:3:30: tasks[0].mini-sst2.prompt: 'prompt' must be text, not 5; put it in quotes"
      ])
    #expect(Fixtures.problems(task("014")).count == 1)
  }
}
