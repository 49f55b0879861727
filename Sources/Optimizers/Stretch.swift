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
