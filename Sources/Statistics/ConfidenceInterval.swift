/// An interval that covers the truth with the stated confidence.
package struct ConfidenceInterval: Hashable, Codable, Sendable {
  package var low: Double
  package var high: Double

  package init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  /// Wilson's score interval of a share (Wilson 1927), without continuity correction.
  ///
  /// - Parameter count: successes among `trials`; nil when the numbers make no share.
  package init?(wilson count: Int, of trials: Int, confidence: Double = 0.95) {
    guard trials > 0, (0...trials).contains(count), confidence > 0, confidence < 1 else {
      return nil
    }
    let (n, share) = (Double(trials), Double(count) / Double(trials))
    let z = NormalDistribution.quantile(0.5 + confidence / 2)
    let scale = 1 + z * z / n
    let centre = (share + z * z / (2 * n)) / scale
    let half = z / scale * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    low = count == 0 ? 0 : max(0, centre - half)
    high = count == trials ? 1 : min(1, centre + half)
  }
}
