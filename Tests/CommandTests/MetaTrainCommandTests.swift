import Foundation
import Testing

/// `meta-train`: writes the networks that `zo-fine-tuner` is given.
@Suite(.tags(.process)) struct MetaTrainCommandTests {
  @Test func aRunWithTheNetworksIsAnother() throws {
    let scratch = try Scratch()
    let made = try Program.run(
      "meta-train", "tiny-opt", "--task", "mini-sst2", "--epochs", "1", "--restart", "1",
      "--examples", "16", "-o", "scales.safetensors", in: scratch)
    #expect(made.status == 0, "\(made.err)")
    #expect(made.out == "scales.safetensors\n")
    let plain = "zo-fine-tuner: { learningRate: 1e-4, steps: 8 }"
    let scaled =
      "zo-fine-tuner: { learningRate: 1e-4, steps: 8, networks: scales.safetensors }"
    try scratch.write(SmallGrid.text(plain, scaled), to: "small.grid")
    let run = try Program.run("run", "small.grid", in: scratch)
    #expect(run.status == 0, "\(run.err)")
    let shown = try Program.run("show", "zo-fine-tuner", "--json", in: scratch)
    let pages = try #require(
      try JSONSerialization.jsonObject(with: Data(shown.out.utf8)) as? [[String: Any]])
    #expect(pages.count == 2)
    let curves = try pages.map { page in
      try #require((page["runs"] as? [[String: Any]])?.first?["curve"] as? [Double])
    }
    #expect(!curves[0].isEmpty && curves[0] != curves[1])
  }

  @Test(arguments: [
    (["--epochs", "0"], 64, "--epochs"),
    (["--task", "none"], 65, "--task: there is no task 'none'"),
  ])
  func badRecipesAreRefused(_ options: [String], _ status: Int32, _ words: String) throws {
    let scratch = try Scratch()
    let arguments = ["meta-train", "tiny-opt", "-o", "scales.safetensors"] + options
    let result = try RunningProgram(arguments, in: scratch).finish()
    #expect(result.status == status, "\(result.err)")
    #expect(result.err.contains(words), "\(result.err)")
    #expect(throws: (any Error).self) { try scratch.data("scales.safetensors") }
  }
}
