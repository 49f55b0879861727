import Foundation
import Grids
import Testing

/// What of a sweep does not reach the grid, and what the grid makes of it.
@Suite struct SweepShortfallTests {
  private func imported(_ command: String, _ parameters: String) throws -> SweepImport {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "sweeps-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("sweep.yml")
    let text = "method: grid\nparameters: { \(parameters) }\ncommand: [run.py, \(command)]\n"
    try Data(text.utf8).write(to: file)
    return try SweepImport(file)
  }

  @Test func aDistributionLeavesAnEmptyListAndNoDefault() throws {
    let sweep = try imported(
      "--trainer=zo_sgd, --task_name=SST2",
      "learning_rate: { distribution: uniform, min: 0, max: 1 }")
    #expect(sweep.grid.contains("learningRate: []"), "\(sweep.grid)")
    #expect(sweep.findings.contains { $0.severity == .error })
  }

  @Test func repeatedAndSharedValuesAreCounted() throws {
    let sweep = try imported(
      "--trainer=zo_sgd, --task_name=SST2",
      "learning_rate: { values: [1e-3, 0.001, 1e-4] }, max_steps: { values: [100, 200] }")
    #expect(sweep.runs == 6 && sweep.points == 2)
    #expect(sweep.findings.contains { $0.message.contains("one 'steps'") })
  }

  /// COPA has 400 training examples, of which 100 are for development: 19 batches of 16 an epoch.
  @Test func epochsAreOfTheExamplesThatThereAre() throws {
    let sweep = try imported(
      "--task_name=Copa, --num_train=1000, --num_dev=100, --num_train_epochs=5, "
        + "--per_device_train_batch_size=16", "learning_rate: { values: [1e-3] }")
    #expect(sweep.grid.contains("  steps: 95\n"), "\(sweep.grid)")
  }

  @Test func theCourseOfTheRateIsTheGrids() throws {
    let sweep = try imported(
      "--task_name=SST2, --lr_scheduler_type=linear", "learning_rate: { values: [1e-3] }")
    #expect(sweep.grid.contains("schedule: linear"), "\(sweep.grid)")
  }
}
