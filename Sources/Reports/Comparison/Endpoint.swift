import Statistics

/// What verdicts are about.
package enum Endpoint: String, CaseIterable, Codable, Hashable, Sendable {
  /// The test score, in points.
  case score
  /// The share of the test loss between zero-shot and fo-adam that is closed, in hundredths of this
  /// gap, as `LossGap` counts it. It sees what scores near chance, or near their top, do not.
  case gap

  /// Within so much of it methods count as equal where nobody says otherwise.
  package var margin: Double {
    switch self {
    case .score: 1
    case .gap: 5
    }
  }

  /// What differences of it are counted in.
  var unit: String {
    switch self {
    case .score: "points"
    case .gap: "points of the gap"
    }
  }

  /// What a table's column of its differences is called.
  var column: String {
    switch self {
    case .score: "points"
    case .gap: "gap points"
    }
  }
}

/// The endpoint of a comparison as cells of a block have it.
struct EndpointScale {
  let endpoint: Endpoint
  /// The blocks among which those of zero-shot are.
  let all: [Blocks.Block]

  /// What a reading is worth, in the endpoint's unit; nil in a block that has no such endpoint, for
  /// want of zero-shot or fo-adam.
  func value(in block: Blocks.Block) -> ((Reading) -> Double?)? {
    switch endpoint {
    case .score: return { reading in reading.score.map { 100 * $0 } }
    case .gap:
      guard let gap = LossGap(block, in: all) else { return nil }
      return { reading in reading.loss.map { 100 * gap.closed(by: $0) } }
    }
  }

  /// What completed runs of a cell reached, by seed; nil as `value(in:)` is.
  func reached(in block: Blocks.Block) -> ((CellResults) -> [Int: Double])? {
    guard let value = value(in: block) else { return nil }
    return { cell in
      let (scores, losses) = (cell.scores, cell.losses)
      return Set(scores.keys).union(losses.keys).reduce(into: [:]) { values, seed in
        values[seed] = value(Reading(score: scores[seed], loss: losses[seed]))
      }
    }
  }
}
