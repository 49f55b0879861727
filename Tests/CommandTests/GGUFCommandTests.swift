import Foundation
import Testing

/// Commands take a GGUF file where they take a model.
@Suite(.tags(.process)) struct GGUFCommandTests {
  private static let model = PackageRoot.url
    .appending(path: "Tests/ModelsTests/Fixtures/gguf-llama/model.gguf").path

  private func output(_ arguments: String...) throws -> String {
    let result = try Program.run(arguments, in: Scratch())
    #expect(result.status == 0, "\(result.err)")
    return result.out
  }

  @Test func modelsAreInspectedScoredAndWrittenFrom() throws {
    let inspected = try output("inspect", Self.model, "--length", "32")
    #expect(inspected.contains("mlp.down_proj.weight"))
    #expect(inspected.contains("weights     there"))
    let scored = try output("score", "--model", Self.model, "--text", "the film was great")
    #expect(scored.split(separator: "\n").count > 3)
    _ = try output("generate", "--model", Self.model, "--text", "the film", "--max-tokens", "3")
  }

  @Test func gridsNameThem() throws {
    let scratch = try Scratch()
    let grid = SmallGrid.text("zo-sgd: { steps: 2 }")
      .replacing("models: [tiny-opt]", with: "models: ['\(Self.model)']")
    try scratch.write(grid, to: "g.grid")
    let plan = try Program.run("plan", "g.grid", in: scratch)
    #expect(plan.status == 0 && plan.out.contains("model.gguf"), "\(plan.out) \(plan.err)")
    let run = try Program.run("run", "g.grid", "--db", "r.sqlite", in: scratch)
    #expect(run.status == 0, "\(run.out) \(run.err)")
  }

  @Test func damagedOnesAreDataProblems() throws {
    let scratch = try Scratch()
    try scratch.write(Data(contentsOf: URL(filePath: Self.model)).prefix(4000), to: "cut.gguf")
    let result = try Program.run("inspect", "cut.gguf", in: scratch)
    #expect(result.status == 65 && result.err.contains("cut.gguf"), "\(result.err)")
  }
}
