import Tensors
import Vocabulary

/// The keys and scalars of a run's steps: all that is needed to make its weights again.
///
/// A step of MeZO takes ten bytes. The log is append-only, so that what is left of an interrupted
/// write is a shorter log. Keys of steps are the root's folds, keys of queries the steps' folds:
/// neither is written out. Numbers are little-endian.
package struct StepLog: Hashable, Sendable {
  /// The key from which step n (0, 1, …) has its key by folding n.
  package let root: RandomKey
  /// The log as it is stored.
  public private(set) var bytes: [UInt8]
  /// Steps in the log.
  public private(set) var count = 0

  static let magic: [UInt8] = Array("ZOSL1".utf8)

  /// An empty log of a trial with a root key.
  package init(root: RandomKey) {
    self.root = root
    bytes = Self.magic
    bytes.append(littleEndian: root.value)
  }

  /// The key of a step: 0, 1, ….
  package func key(step: Int) -> RandomKey { root.folding(UInt64(step)) }

  /// Enters the next step.
  ///
  /// - Precondition: the estimate is not a dense gradient, which no log holds.
  package mutating func append(_ estimate: Estimate) {
    bytes.append(estimate, key: key(step: count))
    count += 1
  }

  /// Reads a stored log; a last step that was not written in full is left out.
  package init(decoding data: [UInt8]) throws(InputProblem) {
    var reader = ByteReader(data)
    guard reader.take(Self.magic.count).map(Array.init) == Self.magic, let value = reader.word()
    else {
      throw InputProblem(at: "step log", "this is not a step log of zobench (ZOSL1)")
    }
    self.init(root: RandomKey(value: value))
    while let estimate = reader.estimate(key: key(step: count)) { append(estimate) }
    guard reader.isAtEnd else {
      throw InputProblem(
        at: "step log, step \(count)", "the step is malformed; the log before it can be used")
    }
  }

  /// The steps in order.
  package var estimates: [Estimate] {
    var reader = ByteReader(bytes)
    _ = reader.take(Self.magic.count + 8)
    return (0..<count).compactMap { reader.estimate(key: key(step: $0)) }
  }
}

extension Iterate {
  /// Makes the steps of a log again, without a forward pass, bit for bit.
  ///
  /// - Parameter last: how many steps to make; nil is all.
  package func replay(_ log: StepLog, to last: Int? = nil) {
    for (step, estimate) in log.estimates.prefix(last ?? log.count).enumerated().dropFirst(steps) {
      replay(estimate, key: log.key(step: step))
    }
  }
}
