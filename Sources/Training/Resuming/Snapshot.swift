import Foundation
import Tensors
import Vocabulary

/// Trained weights kept on disk: the best so far, which memory need not hold twice.
///
/// Frozen parameters are not kept: they are what they were.
final class Snapshot {
  private let file: URL
  private var isTaken = false

  /// A file of its own in the system's temporary directory, gone with this object.
  init() {
    file = FileManager.default.temporaryDirectory
      .appendingPathComponent("zobench-\(UUID().uuidString).weights")
  }

  deinit { try? FileManager.default.removeItem(at: file) }

  /// Takes the weights that `weights` owns as they are now.
  ///
  /// - Throws: `InputProblem` naming the directory when it cannot be written.
  func take(_ weights: ParameterStore) throws(InputProblem) {
    var kept = Data()
    for block in weights.blocks { block.withBytes { kept.append(contentsOf: $0) } }
    try take(kept)
  }

  /// Takes the bytes of owned weights, block by block.
  func take(_ kept: Data) throws(InputProblem) {
    do {
      try kept.write(to: file)
      isTaken = true
    } catch {
      throw InputProblem(
        at: file.path,
        "the best weights cannot be kept (\(error.localizedDescription)); "
          + "set TMPDIR to a directory with room")
    }
  }

  /// What is kept; nil as long as nothing was taken.
  func mapped() throws(InputProblem) -> MappedFile? { isTaken ? try MappedFile(file) : nil }

  /// Puts the kept weights back, into a store that owns the same parameters.
  func restore(_ weights: ParameterStore) throws(InputProblem) {
    let mapped = try MappedFile(file)
    var start = 0
    for block in weights.blocks {
      let end = start + block.byteCount
      mapped.withBytes(start..<end) { block.copy(bytes: $0) }
      start = end
    }
  }
}
