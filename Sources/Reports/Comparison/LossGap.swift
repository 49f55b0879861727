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

  /// Nil where one of the two is missing, or there is nothing to gain: where fo-adam is not below
  /// zero-shot at every seed, the gap is within what seeds vary by, and so are shares of it.
  ///
  /// - Parameter all: the blocks among which that of zero-shot is.
  init?(_ block: Blocks.Block, in all: [Blocks.Block]) {
    let start = all.first {
      $0.model == block.model && $0.task == block.task && $0.scheme == Self.start
    }?.cells.values.first
    guard let from = start.flatMap(\.meanLoss), let end = block.cells[Self.end],
      let to = end.meanLoss, end.losses.values.allSatisfy({ $0 < from })
    else { return nil }
    (self.from, self.to) = (from, to)
  }

  /// What is said below a mean over blocks of which some have no gap; empty where all have one,
  /// and where none has: there the study does not ask.
  static func absence(in blocks: [Blocks.Block], of all: [Blocks.Block]) -> [String] {
    let without = blocks.filter { LossGap($0, in: all) == nil }
    guard !without.isEmpty, without.count < blocks.count else { return [] }
    let names = without.map { PlainText.oneLine("\($0.model) / \($0.task)") }
    return [
      "No gap, and so no mean over blocks: \(end) did not end below \(start) at every seed, or one "
        + "of them is missing, in \(names.joined(separator: ", "))."
    ]
  }

  /// The least share that a run can come to.
  static let lost = -1.0
  static let rule =
    "A run that ended further below \(start) than \(end) is above it counts as "
    + "\(NumberText.fixed(100 * lost, 0))."

  /// 0 at zero-shot's loss, 1 at fo-adam's.
  ///
  /// What ended further below zero-shot than fo-adam is above it counts as just so far: it fell
  /// apart, and how far says nothing.
  func closed(by loss: Double) -> Double { max(Self.lost, (from - loss) / (from - to)) }
}

extension CellResults {
  /// Test losses of completed runs, by seed.
  var losses: [Int: Double] {
    tested.compactMapValues { $0.metrics[Metric.loss.rawValue] }.filter(\.value.isFinite)
  }

  /// Summed in the order of the seeds, so that the last digit is always the same.
  var meanLoss: Double? { Moments(losses.sorted { $0.key < $1.key }.map(\.value)).mean }
}
