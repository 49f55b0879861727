import Tensors
import Vocabulary

/// A step of scaled MeZO at some weights, with the derivative of the loss behind it in the factors.
///
/// `u_i = s_i·z_i`, c = (L(θ+εu) − L(θ−εu)) / 2ε, θ' = θ − η·c·u. With a_i = ⟨∇L_i(θ'), z_i⟩ and
/// b_i the mean of ⟨∇L_i(θ±εu), z_i⟩: ∂L(θ')/∂s_i = −η·(c·a_i + Σ_j s_j·a_j · b_i). The gradients
/// at the three places are those of backward passes; the weights are moved there and put back.
package final class ScaledUpdate {
  package struct Result {
    package var losses: (above: Float, below: Float)
    /// The loss after the update.
    package var after: Float
    /// ∂L(θ')/∂s_i of each trained parameter.
    package var slopes: [Double]
  }

  private let weights: ParameterStore
  private let space: TrainedSpace
  private let dense: DenseDirections
  private let kept: Buffer
  private let piece: Buffer

  private static let pieceFloats = 4096

  /// - Precondition: trained parameters are stored as f32.
  package init(_ weights: ParameterStore, _ space: TrainedSpace, ledger: Ledger) throws(OutOfMemory)
  {
    self.weights = weights
    self.space = space
    dense = DenseDirections(admitted: space.admitted)
    kept = try Buffer(floats: space.count, in: .optimizerState, of: ledger)
    piece = try Buffer(floats: Self.pieceFloats, in: .scratch, of: ledger)
  }

  /// - Parameters:
  ///   - factors: s_i.
  ///   - epsilon: the distance of the probes.
  ///   - rate: η.
  package func measure(
    _ problem: any LossProblem, key: RandomKey, factors: [Double], epsilon: Float, rate: Float
  ) throws(Divergence) -> Result {
    for slice in space.slices { Kernels.widen(weights.view(slice), into: place(slice)) }
    defer { for slice in space.slices { Kernels.narrow(place(slice), into: weights.view(slice)) } }
    let above = try slopes(problem, key, at: epsilon, factors)
    let below = try slopes(problem, key, at: -epsilon, factors)
    let slope = (Double(above.loss) - Double(below.loss)) / (2 * Double(epsilon))
    let after = try slopes(problem, key, at: -rate * Float(slope), factors)
    let along = zip(factors, after.slopes).reduce(0) { $0 + $1.0 * $1.1 }
    let slopes = factors.indices.map { number in
      let mean = (above.slopes[number] + below.slopes[number]) / 2
      return -Double(rate) * (slope * after.slopes[number] + along * mean)
    }
    return Result(
      losses: (above.loss, below.loss), after: after.loss, slopes: slopes)
  }

  private func place(_ slice: Slice) -> FloatView {
    kept.floats.part(space.start(of: slice), slice.count)
  }

  /// The loss at θ + scale·u, and ⟨∇L_i, z_i⟩ there.
  private func slopes(
    _ problem: any LossProblem, _ key: RandomKey, at scale: Float, _ factors: [Double]
  ) throws(Divergence) -> (loss: Float, slopes: [Double]) {
    for (number, slice) in space.slices.enumerated() {
      guard let moved = weights.view(slice).floats else { continue }
      moved.copy(from: place(slice))
      dense.add(scale * Float(factors[number]), key: key, to: moved, of: slice, from: 0)
    }
    let loss = try problem.lossAndGradient()
    return (loss, space.slices.map { product(problem.gradient($0), key, $0) })
  }

  private func product(_ gradient: FloatView, _ key: RandomKey, _ slice: Slice) -> Double {
    var sum = 0.0
    for start in stride(from: 0, to: slice.count, by: Self.pieceFloats) {
      let z = piece.floats.part(0, min(Self.pieceFloats, slice.count - start))
      Kernels.fill(z, 0)
      dense.add(1, key: key, to: z, of: slice, from: start)
      sum += Kernels.sumOfProducts(gradient.part(start, z.count), z)
    }
    return sum
  }
}

/// What scales make of directions: factors s_i = κ·σ_i with κ = √D / √(Σ d_i·σ_i²), D = Σ d_i, and
/// how a slope in the factors becomes one in the scales.
package struct ScaleNormalizer {
  /// d_i: how much each parameter counts.
  let sizes: [Double]

  package init(sizes: [Double]) { self.sizes = sizes }

  /// Every trained parameter counts with its elements, an embedding with those of the tokens of a
  /// batch, 15 for each of its examples.
  package init(_ space: TrainedSpace, batch: Int) {
    sizes = space.slices.map {
      Double($0.kind == .embedding ? $0.columns * 15 * batch : $0.count)
    }
  }

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
