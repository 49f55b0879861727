import Graphs
import Tensors
import Vocabulary

/// Scored rows of a batch, example by example, in a block as long as the largest batch needs it:
/// how many rows each example has, and then the rows.
struct OutputBlock {
  private let counts: FloatView
  private let rows: FloatView
  private let width: Int
  private let batch: Batch

  /// Floats of a block for batches up to `capacity` of rows as wide as `width`.
  static func floats(width: Int, _ capacity: Extents) -> Int {
    capacity.examples + width.times(capacity.scored)
  }

  /// - Parameter batch: the present one, whose rows it takes or meets.
  init(_ block: FloatView, width: Int, _ capacity: Extents, of batch: Batch) {
    self.width = width
    self.batch = batch
    counts = block.part(0, capacity.examples)
    rows = block.part(capacity.examples, block.count - capacity.examples)
  }

  /// Takes the batch's rows.
  func take(_ values: FloatView) {
    Kernels.fill(counts, 0)
    for (example, rows) in batch.scoredRows.enumerated() { counts[example] = Float(rows.count) }
    rows.part(0, values.count).copy(from: values)
  }

  /// Takes the same rows at another place from them.
  func subtract(_ values: FloatView) {
    Kernels.add(-1, times: values, to: rows.part(0, values.count))
  }

  /// The inner product with the gradient of the batch's rows, the last row of each example with the
  /// last of the same number here, as far as both have rows.
  func product(with gradient: FloatView) -> Float {
    var (sum, end) = (0.0, 0)
    for (example, theirs) in batch.scoredRows.enumerated() {
      let own = Int(counts[example])
      end += own
      let count = min(own, theirs.count) * width
      sum += Double(
        Kernels.dot(
          rows.part(end * width - count, count),
          gradient.part(theirs.upperBound * width - count, count)))
    }
    return Float(sum)
  }
}

extension Batch {
  /// The scored rows of each example, which lie one after the other.
  fileprivate var scoredRows: [Range<Int>] {
    var ends: [Int] = []
    var pick = 0
    for options in options {
      var end = ends.last ?? 0
      let last = options.start + options.count
      while pick < pickRows.count, pickOptions[pick] < last {
        end = max(end, Int(pickRows[pick]) + 1)
        pick += 1
      }
      ends.append(end)
    }
    return zip([0] + ends.dropLast(), ends).map { $0..<$1 }
  }
}
