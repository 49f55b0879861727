/// What scales make of directions: factors s_i = κ·σ_i with κ = √D / √(Σ d_i·σ_i²), D = Σ d_i, and
/// how a slope in the factors becomes one in the scales.
package struct ScaleNormalizer {
  /// d_i: how much each parameter counts.
  let sizes: [Double]

  package init(sizes: [Double]) { self.sizes = sizes }

  private func square(_ scales: [Double]) -> Double {
    zip(sizes, scales).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
  }

  private func kappa(_ scales: [Double]) -> Double {
    let square = square(scales)
    return square > 0 ? (sizes.reduce(0, +) / square).squareRoot() : 0
  }

  package func factors(_ scales: [Double]) -> [Double] {
    let kappa = kappa(scales)
    return scales.map { kappa * $0 }
  }

  /// ∂/∂σ of what has the derivatives `slopes` in the factors.
  package func gradient(_ scales: [Double], _ slopes: [Double]) -> [Double] {
    let (kappa, square) = (kappa(scales), square(scales))
    guard square > 0 else { return scales.map { _ in 0 } }
    let along = zip(slopes, scales).reduce(0) { $0 + $1.0 * $1.1 } / square
    return scales.indices.map { kappa * (slopes[$0] - sizes[$0] * scales[$0] * along) }
  }
}
