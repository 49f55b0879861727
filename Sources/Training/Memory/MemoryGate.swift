import Models
import Synchronization
import Tensors
import Vocabulary

/// Lets cells start as long as what they need together stays within a limit.
///
/// A frozen parameter counts once, however many cells read it. A cell that does not fit even alone
/// is let in alone, to end as out of memory.
final class MemoryGate: Sendable {
  /// What a cell needs at its peak.
  struct Need: Sendable {
    /// Bytes of its own.
    var own: Int
    /// Bytes of the parameters that it only reads.
    var shared: [WeightPool.Key: Int]
  }

  private let limit: Int?
  private let inside = Mutex<[Int: Need]>([:])

  init(limit: Int?) { self.limit = limit }

  /// Takes cell `number` in, if there is room for it now.
  func enter(_ number: Int, _ need: Need) -> Bool {
    inside.withLock { inside in
      let together = Self.bytes(of: Array(inside.values) + [need])
      guard inside.isEmpty || together <= limit ?? .max else { return false }
      inside[number] = need
      return true
    }
  }

  func leave(_ number: Int) { inside.withLock { $0[number] = nil } }

  private static func bytes(of needs: [Need]) -> Int {
    let shared = needs.reduce(into: [:]) { all, need in
      all.merge(need.shared) { first, _ in first }
    }
    return needs.reduce(0) { $0 + $1.own } + shared.values.reduce(0, +)
  }
}

extension RunPlan {
  /// What the cell needs at the most demanding of its trials.
  func need() throws(InputProblem) -> MemoryGate.Need {
    var peak = 0
    for point in resolution.cell.points {
      peak = max(peak, memory.peakBytes(try resolution.optimizer(at: point)))
    }
    var shared: [WeightPool.Key: Int] = [:]
    let base = resolution.model.family.layout
    let streamed =
      resolution.cell.run.streaming ? Set(resolution.streamable.map(\.slice.index)) : []
    for slice in base.slices
    where !streamed.contains(slice.index) && !resolution.trainable.contains(slice.index) {
      let key = resolution.model.poolKey(slice, resolution.format)
      shared[key] = resolution.format.byteCount(of: slice)
    }
    return MemoryGate.Need(own: peak - shared.values.reduce(0, +), shared: shared)
  }
}
