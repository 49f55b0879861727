import Statistics
import Vocabulary

/// What there is to gain in a block: the test loss between zero-shot and what fo-adam comes to.
///
/// The share of it that a method closes is the same unit in every block.
struct LossGap {
  static let start = "zero-shot"
  static let end = "fo-adam"

  let from: Double
  let to: Double

  /// Nil where one of the two is missing, or there is nothing to gain.
  ///
  /// - Parameter all: the blocks among which that of zero-shot is.
  init?(_ block: Blocks.Block, in all: [Blocks.Block]) {
    let start = all.first {
      $0.model == block.model && $0.task == block.task && $0.scheme == Self.start
    }?.cells.values.first
    guard let from = start.flatMap({ Moments($0.losses.values).mean }),
      let to = block.cells[Self.end].flatMap({ Moments($0.losses.values).mean }), from > to
    else { return nil }
    (self.from, self.to) = (from, to)
  }

  /// 0 at zero-shot's loss, 1 at fo-adam's.
  func closed(by loss: Double) -> Double { (from - loss) / (from - to) }
}

extension CellResults {
  /// Test losses of completed runs, by seed.
  var losses: [Int: Double] {
    tested.compactMapValues { $0.metrics[Metric.loss.rawValue] }.filter(\.value.isFinite)
  }
}
