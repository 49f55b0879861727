import Models
import Optimizers
import Testing
import Training
import Vocabulary

/// ε where a grid names none: 1e-3 for a model's own weights, 1e-2 for LoRA, 1e-1 for what stands
/// before the text, as in the appendix of arXiv:2305.17333.
@Suite("The distance of probes")
struct ProbingDistanceTests {
  private func distance(
    _ optimizer: Component, scheme: String, tune: [String: [SettingValue]] = [:]
  ) throws -> SettingValue? {
    let cell = Cell(
      model: Component("tiny-opt"), task: Component("mini-sst2"), scheme: Component(scheme),
      optimizer: optimizer, run: Runs.settings, tune: tune)
    let resolution = try Resolution(cell, model: PretrainedModel("tiny-opt"), data: nil)
    return resolution.cell.optimizer.settings["epsilon"]
  }

  @Test(
    "is the scheme's",
    arguments: [
      ("ft", 1e-3), ("head", 1e-3), ("lora", 1e-2), ("prefix", 1e-1), ("prompt", 1e-1),
    ])
  func scheme(name: String, wanted: Double) throws {
    for optimizer in ["zo-sgd", "fzoo", "hizoo"] {
      #expect(try distance(Component(optimizer), scheme: name) == .number(wanted))
    }
  }

  @Test("is the user's where one is given")
  func given() throws {
    let optimizer = Component("zo-sgd", ["epsilon": .number(0.5)])
    #expect(try distance(optimizer, scheme: "lora") == .number(0.5))
  }

  @Test("is the optimizer's where it is part of its step, or no distance at all")
  func own() throws {
    #expect(try distance(Component("eggroll"), scheme: "lora") == .number(1e-3))
    #expect(try distance(Component("jaguar"), scheme: "lora") == .number(0.1))
    #expect(try distance(Component("fo-adam"), scheme: "prefix") == .number(1e-8))
  }
}
