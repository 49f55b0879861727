import Foundation
import Tensors

/// The natural log-probability of each pick's token, from the logits of its scored row.
package struct TokenLogProbabilities: LaneOperation {
  package init() {}

  package func shape(_ inputs: [Shape]) -> Shape { Shape(.picks, 1) }

  func run(_ lane: Lane) {
    forEachPick(lane) { pick, row, token, lse in lane.output[pick] = row[token] - lse }
  }

  /// Picks of one row come one after the other: the row's log-sum-exp is made once.
  func forEachPick(_ lane: Lane, _ body: (Int, FloatView, Int, Float) -> Void) {
    let columns = lane.pass.columns(0)
    var (known, lse) = (-1, Float(0))
    for pick in 0..<lane.extents.picks {
      let number = lane.batch.pickRows[pick]
      let row = lane.input(0).part(number * columns, columns)
      if number != known { (known, lse) = (number, Kernels.logSumExp(row)) }
      body(pick, row, lane.batch.pickTokens[pick], lse)
    }
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    guard cotangents.needs(inputs[0]) else { return }
    cotangents.send(
      cotangents.derive(TokenLogProbabilitiesGradient(), inputs[0], gradient), to: inputs[0])
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    tangents[0].map { graph.add(TokenLogProbabilitiesTangent(), inputs[0], $0) }
  }
}

/// Per pick with gradient g: `d logits[row] += g · (onehot − softmax(row))`.
struct TokenLogProbabilitiesGradient: DerivedOperation, LaneOperation {
  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }

  func run(_ lane: Lane) {
    let columns = lane.pass.columns(0)
    Kernels.fill(lane.output, 0)
    TokenLogProbabilities().forEachPick(lane) { pick, row, token, lse in
      let g = lane.input(1)[pick]
      let target = lane.output.part(lane.batch.pickRows[pick] * columns, columns)
      Kernels.addExponentials(-g, of: row, minus: lse, to: target)
      target[token] += g
    }
  }
}

/// Per pick: `ṙow[token] − Σ softmax(row) · ṙow`.
struct TokenLogProbabilitiesTangent: DerivedOperation, LaneOperation {
  func shape(_ inputs: [Shape]) -> Shape { Shape(.picks, 1) }

  func run(_ lane: Lane) {
    let columns = lane.pass.columns(0)
    TokenLogProbabilities().forEachPick(lane) { pick, row, token, lse in
      let slope = lane.input(1).part(lane.batch.pickRows[pick] * columns, columns)
      var mean = 0.0
      for column in 0..<columns { mean += exp(Double(row[column] - lse)) * Double(slope[column]) }
      lane.output[pick] = Float(Double(slope[token]) - mean)
    }
  }
}

/// The mean over each option's picks: the length-normalized score of a candidate.
package struct OptionMeans: LaneOperation {
  package init() {}

  package func shape(_ inputs: [Shape]) -> Shape { Shape(.options, 1) }

  func run(_ lane: Lane) {
    Kernels.fill(lane.output, 0)
    let counts = Self.counts(lane)
    for pick in 0..<lane.extents.picks {
      let option = lane.batch.pickOptions[pick]
      lane.output[option] += lane.input(0)[pick] / counts[option]
    }
  }

  static func counts(_ lane: Lane) -> [Float] {
    var counts = [Float](repeating: 0, count: lane.extents.options)
    for pick in 0..<lane.extents.picks { counts[lane.batch.pickOptions[pick]] += 1 }
    return counts
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    guard cotangents.needs(inputs[0]) else { return }
    cotangents.send(cotangents.derive(OptionMeansGradient(), gradient), to: inputs[0])
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    tangents[0].map { graph.add(self, $0) }
  }
}

/// Each option's gradient, shared evenly by its picks.
struct OptionMeansGradient: DerivedOperation, LaneOperation {
  func shape(_ inputs: [Shape]) -> Shape { Shape(.picks, 1) }
  func run(_ lane: Lane) {
    let counts = OptionMeans.counts(lane)
    for pick in 0..<lane.extents.picks {
      let option = lane.batch.pickOptions[pick]
      lane.output[pick] = lane.input(0)[option] / counts[option]
    }
  }
}

/// Mean over examples of the cross-entropy of the option scores against the right option
/// ("train as classification": softmax over mean log-probabilities).
package struct OptionCrossEntropy: LaneOperation {
  package init() {}

  package func shape(_ inputs: [Shape]) -> Shape { Shape(.fixed(1), 1) }

  func run(_ lane: Lane) {
    var sum = 0.0
    Self.forEachExample(lane) { gold, scores, _ in
      sum += Double(Kernels.logSumExp(scores)) - Double(scores[gold])
    }
    lane.output[0] = Float(sum / Double(max(lane.extents.examples, 1)))
  }

  static func forEachExample(_ lane: Lane, _ body: (Int, FloatView, Int) -> Void) {
    for example in 0..<lane.extents.examples {
      let start = lane.batch.options[2 * example]
      let scores = lane.input(0).part(start, lane.batch.options[2 * example + 1])
      body(lane.batch.gold[example], scores, start)
    }
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    guard cotangents.needs(inputs[0]) else { return }
    cotangents.send(
      cotangents.derive(OptionCrossEntropyGradient(), inputs[0], gradient), to: inputs[0])
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    guard let slope = tangents[0] else { return nil }
    let one = graph.add(One())
    let weights = graph.add(OptionCrossEntropyGradient(), inputs[0], one)
    return graph.add(DotProduct(), weights, slope)
  }
}

/// `(softmax − onehot) · g / examples`.
struct OptionCrossEntropyGradient: DerivedOperation, LaneOperation {
  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }
  func run(_ lane: Lane) {
    let g = lane.input(1)[0] / Float(max(lane.extents.examples, 1))
    Kernels.fill(lane.output, 0)
    OptionCrossEntropy.forEachExample(lane) { gold, scores, start in
      let target = lane.output.part(start, scores.count)
      Kernels.addExponentials(g, of: scores, minus: Kernels.logSumExp(scores), to: target)
      target[gold] -= g
    }
  }
}

/// `Σ a ∘ b`, one element.
struct DotProduct: DerivedOperation, LaneOperation {
  func shape(_ inputs: [Shape]) -> Shape { Shape(.fixed(1), 1) }
  func run(_ lane: Lane) { lane.output[0] = Kernels.dot(lane.input(0), lane.input(1)) }
}

/// Minus the mean over all picks: the language-model loss, every token weighing the same.
package struct NegativeMean: LaneOperation {
  package init() {}

  package func shape(_ inputs: [Shape]) -> Shape { Shape(.fixed(1), 1) }

  func run(_ lane: Lane) {
    var sum = 0.0
    for pick in 0..<lane.extents.picks { sum += Double(lane.input(0)[pick]) }
    lane.output[0] = Float(-sum / Double(max(lane.extents.picks, 1)))
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    guard cotangents.needs(inputs[0]) else { return }
    cotangents.send(cotangents.derive(NegativeMeanGradient(), gradient), to: inputs[0])
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    tangents[0].map { graph.add(self, $0) }
  }
}

/// `−g / picks`, for every pick.
struct NegativeMeanGradient: DerivedOperation, LaneOperation {
  func shape(_ inputs: [Shape]) -> Shape { Shape(.picks, 1) }
  func run(_ lane: Lane) {
    Kernels.fill(lane.output, -lane.input(0)[0] / Float(max(lane.extents.picks, 1)))
  }
}

/// One minus the accuracy: the part of the examples whose right option has not the best score.
///
/// The first of equal scores counts. Not a number when a score is not, so that a divergence shows.
/// There is no gradient: a constant sends nothing.
package struct OptionErrors: LaneOperation {
  package init() {}

  package func shape(_ inputs: [Shape]) -> Shape { Shape(.fixed(1), 1) }

  func run(_ lane: Lane) {
    var wrong = 0
    var isFinite = true
    OptionCrossEntropy.forEachExample(lane) { gold, scores, _ in
      let values = scores.array
      isFinite = isFinite && !values.contains { $0.isNaN }
      if values.firstIndex(of: values.max() ?? 0) != gold { wrong += 1 }
    }
    lane.output[0] = isFinite ? Float(wrong) / Float(max(lane.extents.examples, 1)) : .nan
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {}

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? { nil }
}
