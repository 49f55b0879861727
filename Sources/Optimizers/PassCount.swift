import Tensors
import Vocabulary

/// The passes that runs of an optimizer take, declared; in no time that grows with their steps.
///
/// Into how many parts it divides what it trains is found once.
public struct PassCount: Sendable {
  private let optimizer: Optimizer
  private let parts: Int
  private let beside: [PassCount]

  /// The passes of an optimizer that may train these parameters.
  public init(_ optimizer: Optimizer, _ layout: Layout, trainable: Set<Int>) {
    self.optimizer = optimizer
    parts = optimizer.partCount(layout, trainable: trainable)
    beside = optimizer.beside.map { PassCount($0, layout, trainable: trainable) }
  }

  /// The passes of all steps of a run.
  public func cost(ofRun steps: Int, data: DataPass = DataPass()) -> StepCost {
    let own = optimizer.ownCost(over: Stretch(ofRun: steps, data: data), parts: parts)
    return beside.reduce(own) { $0 + $1.cost(ofRun: steps, data: data) }
  }
}

extension Optimizer {
  /// Passes of a run of `steps`, declared.
  public func cost(
    over steps: Int, _ layout: Layout, trainable: Set<Int>, data: DataPass = DataPass()
  ) -> StepCost {
    PassCount(self, layout, trainable: trainable).cost(ofRun: steps, data: data)
  }

  /// Into how many parts it divides what it trains; 0 when it does not.
  func partCount(_ layout: Layout, trainable: Set<Int>) -> Int {
    partition == nil ? 0 : space(layout, trainable: trainable).partCount
  }

  /// Passes of some steps, without those of optimizers beside it.
  fileprivate func ownCost(over stretch: Stretch, parts: Int) -> StepCost {
    switch source {
    case .probes(let estimator, _):
      estimator.cost(over: stretch, parts: parts) + StepCost(forwards: looks(in: stretch))
    case .tangent, .backpropagation: ownCost(at: stretch.start, parts: parts) * stretch.count
    }
  }

  /// How many of the steps begin with a pass that shows the mask what layers are given.
  private func looks(in stretch: Stretch) -> Int {
    guard let stepMask, stepMask.observesInputs else { return 0 }
    return stepMask.cadence.count(in: stretch)
  }
}
