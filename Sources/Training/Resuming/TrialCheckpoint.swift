import Foundation
import Optimizers
import Tensors
import Vocabulary

/// A trial in a file, for steps that no log holds: what is trained, the optimizer's state, the best
/// weights so far, those of smaller budgets, and the result so far.
///
/// The file is a safetensors file that appears whole or not at all. `kept.N` holds the bytes of the
/// weights of step N as 16-bit words, whatever their format; so does `digest`, the last, the digits
/// of a digest of all that stands before it (`CheckpointDigest`).
package struct TrialCheckpoint {
  package let file: URL
  private let identity: Identity

  package init(in directory: URL, _ identity: Identity, trial: Int) {
    file = directory.appending(
      path: "\(identity.digest.hex.prefix(16))-\(trial + 1).checkpoint")
    self.identity = identity
  }

  /// What a file holds beside tensors.
  package struct Record {
    var result: TrialResult
    /// Largest |scale| of every step.
    var slopes: [Float]
    /// Weights of earlier steps.
    var kept = KeptWeights()
  }

  var exists: Bool { FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) }

  /// The point of the trial that is in the file; nil where there is none.
  package var point: [String: SettingValue]? {
    guard exists, let stored = try? SafetensorsFile(file) else { return nil }
    let text = Data((stored.metadata["result"] ?? "").utf8)
    return (try? JSONDecoder().decode(TrialResult.self, from: text))?.point
  }

  func write(_ record: Record, weights: ParameterStore, iterate: Iterate) throws {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    let blocks = weights.blocks + iterate.blocks
    let lists = [record.result.curve, record.slopes]
    let kept = try record.kept.snapshots.sorted { $0.key < $1.key }.compactMap { step, snapshot in
      try snapshot.mapped().map { (step: step, file: $0) }
    }
    var entries = blocks.enumerated().map { number, block in
      SafetensorsWriter.Entry("block.\(number)", block.format, shape: [block.count])
    }
    entries += lists.enumerated().map { number, list in
      SafetensorsWriter.Entry("list.\(number)", .f32, shape: [list.count])
    }
    entries += kept.map { .init("kept.\($0.step)", .bf16, shape: [$0.file.count / 2]) }
    entries.append(.init(CheckpointDigest.name, .bf16, shape: [CheckpointDigest.words]))
    var result = record.result
    result.curve = []
    let text = canonicalJSON(result)
    var digest = CheckpointDigest(text)
    try SafetensorsWriter.write(
      entries, to: file, metadata: ["result": text, "run": identity.digest.hex]
    ) { index, sink in
      guard index < entries.count - 1 else { return try sink.write(digest.digits.span.bytes) }
      digest.begin(entries[index])
      switch index {
      case blocks.indices:
        try blocks[index].withBytes {
          digest.append($0)
          try sink.write($0)
        }
      case blocks.count..<blocks.count + lists.count:
        digest.append(lists[index - blocks.count])
        try sink.write(lists[index - blocks.count])
      default:
        let file = kept[index - blocks.count - lists.count].file
        try file.withBytes(0..<file.count) {
          digest.append($0)
          try sink.write($0)
        }
      }
    }
  }

  /// Puts everything back, or nothing when the file is of something else.
  package func read(weights: ParameterStore, iterate: Iterate) throws -> Record {
    let stored = try SafetensorsFile(file)
    let blocks = weights.blocks + iterate.blocks
    guard stored.metadata["run"] == identity.digest.hex,
      let result = try? JSONDecoder().decode(
        TrialResult.self, from: Data((stored.metadata["result"] ?? "").utf8)),
      let curve = try stored.tensors["list.0"].map(stored.values(of:)),
      let slopes = try stored.tensors["list.1"].map(stored.values(of:)),
      curve.count == result.stepsDone, slopes.count == result.stepsDone
    else { throw mismatch }
    guard CheckpointDigest.holds(in: stored) else {
      throw InputProblem(
        at: file.path(percentEncoded: false), "its bytes have changed since they were written")
    }
    let tensors = try blocks.enumerated().map { number, block in
      guard let tensor = stored.tensors["block.\(number)"], tensor.format == block.format,
        tensor.count == block.count
      else { throw mismatch }
      return tensor
    }
    let kept = try kept(in: stored, weights)
    for (block, tensor) in zip(blocks, tensors) {
      stored.withBytes(of: tensor) { block.copy(bytes: $0) }
    }
    iterate.resume(after: result.stepsDone)
    var record = Record(result: result, slopes: slopes, kept: kept)
    record.result.curve = curve
    return record
  }

  private func kept(
    in stored: SafetensorsFile, _ weights: ParameterStore
  ) throws -> KeptWeights {
    let size = weights.blocks.reduce(0) { $0 + $1.byteCount }
    var kept = KeptWeights()
    for (name, tensor) in stored.tensors where name.hasPrefix("kept.") {
      guard let step = Int(name.dropFirst(5)), tensor.range.count == size else { throw mismatch }
      let snapshot = Snapshot()
      try stored.withBytes(of: tensor) { try snapshot.take(Data($0)) }
      kept.keep(snapshot, at: step)
    }
    return kept
  }

  private var mismatch: InputProblem {
    InputProblem(at: file.path(percentEncoded: false), "is no checkpoint of this trial")
  }

  /// Removes the file, and what a killed process may have left of one.
  func remove() {
    let files = FileManager.default
    try? files.removeItem(at: file)
    let directory = file.deletingLastPathComponent()
    let partial = ".\(file.lastPathComponent)."
    let names = try? files.contentsOfDirectory(atPath: directory.path(percentEncoded: false))
    for name in names ?? [] where name.hasPrefix(partial) {
      try? files.removeItem(at: directory.appending(path: name))
    }
  }
}

extension WeightView {
  fileprivate var byteCount: Int { count * format.byteCount }
}
