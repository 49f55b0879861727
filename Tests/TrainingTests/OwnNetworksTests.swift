import Testing
import Training
import Vocabulary

@Suite("Networks that lie beside a model", .tags(.slow))
struct OwnNetworksTests {
  private static func cell(_ model: String, _ scheme: String = "ft") -> Cell {
    var cell = Runs.cell(model: model, Component("zo-fine-tuner"))
    cell.scheme = Component(scheme)
    return cell
  }

  @Test("are taken and named in the cell", arguments: ["tiny-opt", "tiny-roberta", "tiny-llama"])
  func taken(model: String) throws {
    let plain = try Runs.run(Self.cell(model))
    #expect(plain.outcome == .completed, "\(plain.outcome.detail)")
    #expect(plain.trials.first?.training.forecast == plain.trials.first?.training.measured)
    let planner = Planner(dataDirectory: nil, complete: true)
    let plan = try planner.plan(SeededCell(Self.cell(model), seed: 0))
    guard case .text(let name) = plan.resolution.cell.optimizer.settings["networks"] else {
      Issue.record("no networks are named")
      return
    }
    #expect(name.hasPrefix("own@") && name.count == 16)
  }

  @Test("a model or a scheme without is refused, and the remedy is named")
  func refused() throws {
    for cell in [Self.cell(Checkpoints.path("opt")), Self.cell("tiny-opt", "prefix")] {
      let problem = #expect(throws: InputProblem.self) { try Runs.forecast(cell) }
      #expect(problem?.message.contains("meta-train") == true)
    }
  }
}
