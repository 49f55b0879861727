import Foundation
import Grids
import Testing
import Vocabulary

/// wandb sweeps become grids, and what is wrong with them is said.
struct SweepImportTests {
  private static let copa = """
    name: zo_sgd_copa_ft
    method: grid
    metric:
      goal: maximize
      name: test_acc
    parameters:
      learning_rate:
        values:
          - 1e-5
          - 1.0e-6
          - 0.00001
      zo_eps:
        values: [0.001]
    command:
      - python
      - run.py
      - --model_name=facebook/opt-1.3b
      - --task_name=Copa
      - --trainer=zo_sgd
      - --momentum=0.9
      - --lora
      - --lora_r=4
      - --per_device_train_batch_size=16
      - --eval_steps=1000
      - --max_steps=20000
      - --num_train=1000
      - --num_dev=100
      - --eval_steps=500
      - --load_float16
      - --surprise=3
      - ${args}
    """

  /// The sweep in a file of its own, in a folder called `folder`.
  private static func imported(_ text: String, folder: String = "Copa_opt-13b") throws
    -> SweepImport
  {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("zobench-sweep-\(UUID().uuidString)/\(folder)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place.deletingLastPathComponent()) }
    let file = place.appendingPathComponent("sweep.yml")
    try Data(text.utf8).write(to: file)
    return try SweepImport(file)
  }

  private static func expect(
    _ severity: SweepFinding.Severity, _ words: String, line: Int?, in sweep: SweepImport
  ) {
    #expect(
      sweep.findings.contains {
        $0.severity == severity && $0.message.contains(words) && $0.line == line
      }, "\(words) in line \(line ?? 0)")
  }

  @Test func everyFlawHasItsPlace() throws {
    let sweep = try Self.imported(Self.copa)
    Self.expect(.warning, "a number of the test split", line: 5, in: sweep)
    Self.expect(.warning, "1e-5 is text to PyYAML", line: 9, in: sweep)
    Self.expect(.warning, "0.00001 twice", line: 11, in: sweep)
    Self.expect(.error, "the folder says opt-13b", line: 17, in: sweep)
    Self.expect(.warning, "--eval_steps=500 is given after 1000", line: 28, in: sweep)
    Self.expect(.note, "'surprise' has no counterpart", line: 30, in: sweep)
    Self.expect(.warning, "one seed", line: nil, in: sweep)
    #expect(sweep.runs == 3)
  }

  @Test func aFolderThatAgreesIsQuiet() throws {
    let sweep = try Self.imported(Self.copa, folder: "Copa_opt-1.3b")
    #expect(!sweep.findings.contains { $0.severity == .error })
  }

  @Test func theGridAsksTheSame() throws {
    let grid = try Self.imported(Self.copa).grid
    #expect(grid.contains("- lora: { rank: 4 }"))
    #expect(grid.contains("- zo-sgd-mmt: { momentum: 0.9, epsilon: 0.001 }"))
    #expect(grid.contains("tune:\n  - { optimizer: [zo-sgd-mmt], learningRate: [1e-05, 1e-06] }"))
    for line in ["steps: 20000", "evaluations: 40", "dev: 100", "weights: f16"] {
      #expect(grid.contains("  \(line)\n"))
    }
  }

  @Test func trainersThatAreNotWhatTheySayAreTold() throws {
    let text = """
      method: grid
      parameters: { learning_rate: { values: { values: [1.0e-3] } } }
      command: [run.py, --trainer=sgd, --task_name=SST2, "--bad name=1"]
      """
    let sweep = try Self.imported(text, folder: "SST2_opt-1.3b")
    Self.expect(.error, "nests 'values' in 'values'", line: 2, in: sweep)
    Self.expect(.error, "no trainer of ZO-LLM", line: 3, in: sweep)
    Self.expect(.error, "a space in its name", line: 3, in: sweep)
    #expect(sweep.grid.contains("- fo-adamw: { learningRate: 0.001 }"))
  }

  @Test(arguments: ["a: 1", "parameters: [", "- 1", ""]) func whatIsNoSweepIsRefused(
    _ text: String
  ) {
    #expect(throws: GridProblems.self) { try Self.imported(text) }
  }
}
