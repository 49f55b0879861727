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
    replay(log, to: last) {}
  }

  /// The same.
  ///
  /// - Parameter checkInterruption: called before every step; what it throws ends the replay.
  package func replay(
    _ log: StepLog, to last: Int? = nil, checkInterruption: () throws -> Void
  ) rethrows {
    for (step, estimate) in log.estimates.prefix(last ?? log.count).enumerated().dropFirst(steps) {
      try checkInterruption()
      replay(estimate, key: log.key(step: step))
    }
  }
}

extension Iterate {
  /// Looks whether the steps of a stored log can be this optimizer's, so that a damaged log is told
  /// before anything is replayed.
  ///
  /// - Throws: `.invalid` with the first step that cannot be.
  package func check(_ log: StepLog) throws(InputProblem) {
    guard optimizer.isReplayable else {
      throw InputProblem(at: "step log", "is of an optimizer whose steps can be in no log")
    }
    for (step, estimate) in log.estimates.enumerated() {
      let moment = Moment(step: step + 1, horizon: horizon, data: data)
      guard let problem = problem(of: estimate, moment, log.key(step: step)) else { continue }
      throw InputProblem(
        at: "step log, step \(step)", "\(problem); the log is damaged or of another run")
    }
  }

  private func problem(of estimate: Estimate, _ moment: Moment, _ key: RandomKey) -> String? {
    let parts = 0...space.partCount
    let terms = (estimate.terms ?? []) + estimate.shift
    if let strange = terms.first(where: { !parts.contains($0.part) }) {
      return "acts on part \(strange.part) of \(space.partCount)"
    }
    if !hasAnchor, terms.contains(where: { $0.key == Anchor.key }) {
      return "follows a way traveled that is not kept"
    }
    guard estimate.beside.count == beside.count else {
      return "has \(estimate.beside.count) estimates beside it where there are \(beside.count)"
    }
    guard remembers(estimate, moment, key) else {
      return "has \(terms.count) terms, from which this optimizer learns otherwise"
    }
    for (number, other) in beside.enumerated() {
      let key = Self.key(beside: number, key)
      if let problem = other.problem(of: estimate.beside[number], moment, key) { return problem }
    }
    return nil
  }

  /// Whether what an estimator keeps of the estimate has the room that it has.
  private func remembers(_ estimate: Estimate, _ moment: Moment, _ key: RandomKey) -> Bool {
    guard let estimator = optimizer.source.estimator, plan.memory > 0 else { return true }
    var step = ProbeStep(
      key: key, moment: moment, parts: space.partCount,
      memory: Array(repeating: 0, count: plan.memory))
    step.elements = space.count
    // Their values do not matter for how much is kept.
    let parts = Array(repeating: Float(1), count: space.partCount)
    if estimator.wantsLengths { step.lengths = parts }
    if estimator.wantsTravel(at: moment) { step.traveled = parts }
    return estimator.learn(from: estimate, step).count == plan.memory
  }
}
