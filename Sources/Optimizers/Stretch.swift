import Vocabulary

/// Steps of a run, one after the other, whose costs can be added up without going through them.
public struct Stretch: Hashable, Sendable {
  /// 1, 2, ….
  public let steps: Range<Int>
  /// The steps of the whole run.
  public let horizon: Int
  /// How batches pass over the training data.
  public let data: DataPass

  /// Some steps of a run.
  public init(_ steps: Range<Int>, horizon: Int, data: DataPass = DataPass()) {
    self.steps = steps
    self.horizon = horizon
    self.data = data
  }

  /// All steps of a run.
  public init(ofRun steps: Int, data: DataPass = DataPass()) {
    self.init(1..<steps.plus(1), horizon: steps, data: data)
  }

  /// How many steps these are.
  public var count: Int { steps.count }

  /// The first of them.
  public var start: Moment { moment(steps.lowerBound) }

  private func moment(_ step: Int) -> Moment { Moment(step: step, horizon: horizon, data: data) }

  /// How many of them are the steps 1, 1 + n, 1 + 2n, ….
  public func beats(every n: Int) -> Int {
    func upTo(_ end: Int) -> Int { max((end - 2).plus(n), 0) / n }
    return upTo(steps.upperBound) - upTo(steps.lowerBound)
  }

  /// Its parts in each of which a number stays as it is, one that only rises or only falls.
  public func parts(ofConstant number: (Moment) -> Int) -> [Stretch] {
    var parts: [Stretch] = []
    var first = steps.lowerBound
    while first < steps.upperBound {
      let value = number(moment(first))
      var (last, end) = (first, steps.upperBound)
      while last + 1 < end {
        let middle = last + (end - last) / 2
        if number(moment(middle)) == value { last = middle } else { end = middle }
      }
      parts.append(Stretch(first..<end, horizon: horizon, data: data))
      first = end
    }
    return parts
  }
}

/// Where in a run a step is.
public struct Moment: Hashable, Sendable {
  /// The step: 1, 2, ….
  public var step: Int
  /// The steps of the whole run, for schedules; at least 1.
  public var horizon: Int
  /// How batches pass over the training data.
  public var data: DataPass

  /// A step of a run; of a run of one step when nothing is said.
  public init(step: Int, horizon: Int = 1, data: DataPass = DataPass()) {
    self.step = step
    self.horizon = max(horizon, 1)
    self.data = data
  }

  /// The epoch in which the step begins: 1, 2, ….
  public var epoch: Int { data.epoch(step: step) }
}

/// How the batches of a run pass over its training data: examples are taken in turn, batch after
/// batch, so that an epoch may end inside of a batch.
public struct DataPass: Hashable, Sendable {
  /// Training examples; at least 1.
  public var examples: Int
  /// Examples of a batch, at most all of them; at least 1.
  public var batch: Int

  /// Numbers below 1 count as 1.
  public init(examples: Int = 1, batch: Int = 1) {
    self.examples = max(examples, 1)
    self.batch = min(max(batch, 1), self.examples)
  }

  /// Batches that hold every example once; the last may be smaller.
  public var batches: Int { (examples - 1) / batch + 1 }

  /// The examples of each of these batches.
  public var ranges: [Range<Int>] {
    stride(from: 0, to: examples, by: batch).map { $0..<min($0 + batch, examples) }
  }

  /// The epoch in which a step's batch begins: 1, 2, ….
  public func epoch(step: Int) -> Int { (max(step, 1) - 1).times(batch) / examples + 1 }
}

/// How often something is drawn anew.
///
/// Authors write steps of their own runs: on a shorter run that is a share of it.
public enum Cadence: Hashable, Sendable {
  /// Before the first step.
  case once
  /// Before steps 1, 1 + n, 1 + 2n, ….
  case every(Int)
  /// The authors' number of steps in proportion to the run, but at least every step.
  case share(RunShare)

  /// The steps of a setting, of which 0 stands for the authors' own as a share of the run.
  init(_ steps: Int, own: RunShare) { self = steps == 0 ? .share(own) : .every(steps) }

  /// Whether it is drawn before this step.
  public func isDue(at moment: Moment) -> Bool {
    guard let period = period(of: moment.horizon) else { return moment.step == 1 }
    return (moment.step - 1) % period == 0
  }

  /// How many of the steps it is due before.
  public func count(in stretch: Stretch) -> Int {
    guard let period = period(of: stretch.horizon) else {
      return stretch.steps.contains(1) ? 1 : 0
    }
    return stretch.beats(every: period)
  }

  /// The steps from one draw to the next in a run of so many; nil when there is one draw only.
  func period(of horizon: Int) -> Int? {
    switch self {
    case .once: nil
    case .every(let steps): steps
    case .share(let own): own.steps(of: horizon)
    }
  }
}
