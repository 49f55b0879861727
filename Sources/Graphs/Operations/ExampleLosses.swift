import Tensors

/// A loss that is the mean of one number per example, which can be asked for by themselves.
protocol ExampleMean: Operation {
  /// Gives examples × 1, of which the loss is the mean.
  var parts: any Operation { get }
}

extension OptionCrossEntropy: ExampleMean {
  var parts: any Operation { ExampleCrossEntropies() }
}

extension OptionErrors: ExampleMean {
  var parts: any Operation { ExampleErrors() }
}

extension NegativeMean: ExampleMean {
  var parts: any Operation { ExampleNegativeMeans() }
}

/// The cross-entropy of each example's option scores.
struct ExampleCrossEntropies: DerivedOperation, LaneOperation {
  func shape(_ inputs: [Shape]) -> Shape { Shape(.examples, 1) }

  func run(_ lane: Lane) {
    for example in 0..<lane.extents.examples {
      let scores = lane.scores(of: example)
      lane.output[example] =
        Float(Double(Kernels.logSumExp(scores)) - Double(scores[lane.batch.gold[example]]))
    }
  }
}

/// 1 for each example whose right option has not the best score, 0 for the others.
struct ExampleErrors: DerivedOperation, LaneOperation {
  func shape(_ inputs: [Shape]) -> Shape { Shape(.examples, 1) }

  func run(_ lane: Lane) {
    for example in 0..<lane.extents.examples {
      let values = lane.scores(of: example).array
      let isWrong = values.firstIndex(of: values.max() ?? 0) != lane.batch.gold[example]
      lane.output[example] = values.contains { $0.isNaN } ? .nan : (isWrong ? 1 : 0)
    }
  }
}

/// Minus the sum over each example's picks, times examples per pick: every token weighs the same,
/// and the mean over examples is the mean over tokens.
struct ExampleNegativeMeans: DerivedOperation, LaneOperation {
  func shape(_ inputs: [Shape]) -> Shape { Shape(.examples, 1) }

  func run(_ lane: Lane) {
    var sums = [Double](repeating: 0, count: lane.extents.examples)
    var example = 0
    for pick in 0..<lane.extents.picks {
      let option = lane.batch.pickOptions[pick]
      // Picks of an example come before those of the next.
      while option >= lane.batch.options[2 * example] + lane.batch.options[2 * example + 1] {
        example += 1
      }
      sums[example] += Double(lane.input(0)[pick])
    }
    let weight = Double(lane.extents.examples) / Double(max(lane.extents.picks, 1))
    for (example, sum) in sums.enumerated() { lane.output[example] = Float(-sum * weight) }
  }
}

extension Lane {
  /// The scores of an example's options.
  fileprivate func scores(of example: Int) -> FloatView {
    input(0).part(batch.options[2 * example], batch.options[2 * example + 1])
  }
}
