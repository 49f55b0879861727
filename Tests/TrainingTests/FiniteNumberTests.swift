import Foundation
import Tensors
import Testing
import Training
import Vocabulary

/// A weight that is no number, or that a format cannot hold, is never a score.
@Suite("Numbers that are not finite")
struct FiniteNumberTests {
  /// A copy of a fixture in which the first element of some tensors is another.
  private func damaged(_ tensors: String..., value: Float) throws -> URL {
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "finite-\(UUID().uuidString)")
    try FileManager.default.copyItem(atPath: Checkpoints.path("opt"), toPath: directory.path)
    let url = directory.appending(path: "model.safetensors")
    let file = try SafetensorsFile(url)
    var bytes = try Data(contentsOf: url)
    for tensor in tensors {
      let found = try #require(file.tensors[tensor])
      try #require(found.format == .f32)
      let start = found.range.lowerBound
      withUnsafeBytes(of: value.bitPattern.littleEndian) {
        bytes.replaceSubrange(start..<start + 4, with: $0)
      }
    }
    try bytes.write(to: url)
    return directory
  }

  /// A model of finite weights whose logits overflow.
  private func overflowing() throws -> URL {
    try damaged(
      "model.decoder.final_layer_norm.bias", "model.decoder.embed_tokens.weight", value: 3e38)
  }

  @Test(
    "as weights are refused by the tensor's name",
    arguments: ["self_attn.q_proj.weight", "self_attn.k_proj.bias", "fc1.weight"],
    [Float.nan, -.infinity])
  func weights(parameter: String, value: Float) throws {
    let tensor = "model.decoder.layers.0." + parameter
    let directory = try damaged(tensor, value: value)
    defer { try? FileManager.default.removeItem(at: directory) }
    for (scheme, optimizer) in [("zero-shot", "none"), ("ft", "zo-sgd")] {
      var cell = Runs.cell(model: directory.path, Component(optimizer))
      cell.scheme = Component(scheme)
      let result = try Runs.run(cell)
      #expect(result.outcome.name == "failed" && result.test == nil)
      #expect(result.outcome.detail.contains("tensor '\(tensor)'"), "\(result.outcome)")
      #expect(result.outcome.detail.contains("1 element is infinite or no number"))
    }
  }

  @Test("fail a scheme without steps, by split and example", arguments: ["zero-shot", "icl"])
  func withoutSteps(scheme: String) throws {
    let directory = try overflowing()
    defer { try? FileManager.default.removeItem(at: directory) }
    var cell = Runs.cell(model: directory.path, Component("none"))
    cell.scheme = Component(scheme)
    let result = try Runs.run(cell)
    #expect(result.outcome.name == "failed" && result.test == nil)
    #expect(result.outcome.detail.contains("dev example 0: the score of candidate 0"))
  }

  @Test("fail generated answers")
  func answers() throws {
    let directory = try overflowing()
    defer { try? FileManager.default.removeItem(at: directory) }
    var cell = Runs.cell(model: directory.path, task: "mini-squad", Component("none"))
    cell.scheme = Component("zero-shot")
    let result = try Runs.run(cell)
    #expect(result.outcome.name == "failed")
    #expect(result.outcome.detail.contains("dev example 0"), "\(result.outcome)")
  }

  @Test("make a trial diverge by its last step alone")
  func lastStep() throws {
    var run = Runs.settings
    (run.steps, run.evaluations) = (1, 1)
    let cell = Runs.cell(Component("zo-sgd", ["learningRate": .number(1e38)]), run)
    let result = try Runs.run(cell)
    #expect(result.outcome.name == "diverged" && result.test == nil)
    #expect(result.trials.first?.findings.map(\.kind).contains(.nonFiniteLoss) == true)
  }

  @Test("of a narrower format are refused by the tensor's name")
  func overflow() throws {
    let directory = try damaged("model.decoder.layers.0.fc1.weight", value: 1e6)
    defer { try? FileManager.default.removeItem(at: directory) }
    for name in ["zero-shot", "ft"] {
      var run = Runs.settings
      run.weights = .f16
      var cell = Runs.cell(
        model: directory.path, Component(name == "ft" ? "zo-sgd" : "none"), run)
      cell.scheme = Component(name)
      let result = try Runs.run(cell)
      #expect(result.outcome.name == "failed")
      #expect(result.outcome.detail.contains("layers.0.fc1.weight"), "\(result.outcome)")
      #expect(result.outcome.detail.contains("beyond what f16 holds"))
    }
  }

  @Test("that are finite but risen are a finding")
  func noLearning() throws {
    var run = Runs.settings
    (run.steps, run.evaluations) = (4, 1)
    let cell = Runs.cell(Component("zo-sgd", ["learningRate": .number(1e3)]), run)
    let result = try Runs.run(cell)
    let kinds = result.trials.flatMap(\.findings).map(\.kind)
    #expect(result.outcome.name == "diverged" || kinds.contains(.noLearning), "\(result.outcome)")
  }
}
