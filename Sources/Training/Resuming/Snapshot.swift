import Foundation
import Optimizers
import Tensors
import Vocabulary

/// Trained weights kept on disk: the best so far, which memory need not hold twice.
///
/// Frozen parameters are not kept: they are what they were. The file has a name only while it is
/// written; from then on it is a mapping that no other process can find, shorten or change, and
/// that is gone with this object or this process.
final class Snapshot {
  private var kept: MappedFile?
  private var taken = 0

  /// Takes the weights that `weights` owns as they are now.
  ///
  /// - Throws: `InputProblem` naming the directory when it cannot be written.
  func take(_ weights: ParameterStore) throws(InputProblem) {
    try take(weights.blocks[...])
  }

  /// Takes some of a store's blocks.
  func take(_ blocks: ArraySlice<WeightView>) throws(InputProblem) {
    var kept = Data()
    for block in blocks { block.withBytes { kept.append(contentsOf: $0) } }
    try take(kept)
  }

  /// Takes the bytes of owned weights, block by block.
  func take(_ bytes: Data) throws(InputProblem) {
    let file = nextFile()
    defer { try? FileManager.default.removeItem(at: file) }
    do {
      try bytes.write(to: file, options: .withoutOverwriting)
    } catch {
      throw InputProblem(
        at: file.path,
        "the best weights cannot be kept (\(error.localizedDescription)); "
          + "set TMPDIR to a directory with room")
    }
    kept = try MappedFile(file)
  }

  /// A name that no other snapshot of any process has, also where randomness is constant.
  private func nextFile() -> URL {
    taken += 1
    let process = ProcessInfo.processInfo.processIdentifier
    let place = UInt(bitPattern: ObjectIdentifier(self).hashValue)
    return FileManager.default.temporaryDirectory.appendingPathComponent(
      "zobench-\(process)-\(place)-\(taken)-\(UUID().uuidString).weights")
  }

  /// What is kept; nil as long as nothing was taken.
  func mapped() throws(InputProblem) -> MappedFile? { kept }

  /// Puts the kept weights back, into a store that owns the same parameters.
  func restore(_ weights: ParameterStore) throws(InputProblem) {
    let size = weights.blocks.reduce(0) { $0 + $1.byteCount }
    guard let kept, kept.count == size else {
      throw InputProblem(
        at: "best weights", "\(kept?.count ?? 0) bytes were kept of \(size); run the cell again")
    }
    var start = 0
    for block in weights.blocks {
      let end = start + block.byteCount
      kept.withBytes(start..<end) { block.copy(bytes: $0) }
      start = end
    }
  }
}

/// Weights of some steps of a trial, kept on disk.
struct KeptWeights {
  /// By step.
  private(set) var snapshots: [Int: Snapshot] = [:]

  mutating func take(_ weights: ParameterStore, at step: Int) throws(InputProblem) {
    let snapshot = Snapshot()
    try snapshot.take(weights)
    snapshots[step] = snapshot
  }

  mutating func keep(_ snapshot: Snapshot, at step: Int) { snapshots[step] = snapshot }

  /// Drops all but the snapshots of some steps.
  mutating func drop(but steps: Set<Int>) {
    snapshots = snapshots.filter { steps.contains($0.key) }
  }

  func restore(_ weights: ParameterStore, of step: Int) throws(InputProblem) {
    guard let snapshot = snapshots[step] else {
      throw InputProblem(
        at: "best weights", "of step \(step) were not kept; run the cell again")
    }
    try snapshot.restore(weights)
  }
}

extension Trial {
  /// Whether the next step goes beyond the next of the smaller budgets.
  var isReadOutDue: Bool {
    guard let budget = nextReadOut else { return false }
    return measure(result.spent + iterate.nextCost, steps: result.stepsDone + 1) > budget
  }

  private var nextReadOut: Int? {
    let done = result.readOuts?.count ?? 0
    return plan.run.readOut.indices.contains(done) ? plan.run.readOut[done] : nil
  }

  /// In what budgets are counted.
  private func measure(_ cost: StepCost, steps: Int) -> Int {
    plan.run.forwards > 0 ? cost.passes : steps
  }

  /// Notes the smaller budgets that end here, after the evaluation of this step.
  func readOut() {
    while let budget = nextReadOut, let best,
      isReadOutDue || result.stepsDone == plan.run.steps || isOutOfTime
    {
      let end = ReadOut(
        budget: budget, step: result.stepsDone, spent: result.spent, dev: best, metrics: [:])
      result.readOuts?.append(end)
    }
    kept.drop(but: neededSteps)
  }

  /// The steps whose weights are tested if the trial is chosen.
  var neededSteps: Set<Int> {
    Set((result.readOuts ?? []).map(\.dev.step) + [best?.step ?? -1])
  }
}
