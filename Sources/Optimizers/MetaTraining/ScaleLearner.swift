import Tensors
import Vocabulary

/// The networks that predict scales, while they learn.
package final class ScaleLearner {
  private let space: TrainedSpace
  private let normalizer: ScaleNormalizer
  private let networks: Buffer
  private let piece: Buffer
  private var features: [[Float]] = []
  package private(set) var scales: [Double]
  /// L₊ and L₋ of the step before.
  package var losses: (Float, Float) = (0, 0)

  private static let pieceFloats = 4096

  /// Networks that predict about one: small random weights, and a one as the output's bias.
  ///
  /// - Parameter batch: examples of a batch; see `ScaleNormalizer`.
  package init(
    _ space: TrainedSpace, batch: Int, key: RandomKey, ledger: Ledger
  ) throws(OutOfMemory) {
    self.space = space
    normalizer = ScaleNormalizer(space, batch: batch)
    scales = Array(repeating: 1, count: space.slices.count)
    networks = try Buffer(
      floats: ScaleNetwork.count * space.slices.count, in: .optimizerState, of: ledger)
    piece = try Buffer(floats: Self.pieceFloats, in: .scratch, of: ledger)
    let inner = ScaleNetwork.hidden * (ScaleNetwork.inputs + 1)
    for (number, slice) in space.slices.enumerated() {
      var numbers = RandomIntegers(key.folding(UInt64(slice.index)), .initialization)
      let network = network(number)
      for place in 0..<ScaleNetwork.count {
        let unit = Float(numbers.next() >> 40) / Float(1 << 23) - 1
        network[place] = unit * (place < inner ? 0.4 : 0.0125)
      }
      network[ScaleNetwork.count - 1] = 1
    }
  }

  private func network(_ number: Int) -> FloatView {
    networks.floats.part(number * ScaleNetwork.count, ScaleNetwork.count)
  }

  /// As after a step at the initial weights: no losses are known, and every scale is one.
  package func restart() {
    losses = (0, 0)
    scales = scales.map { _ in 1 }
  }

  /// Predicts the scales at some weights; gives the factors of the directions.
  package func predict(_ weights: ParameterStore) -> [Double] {
    features = space.slices.enumerated().map { number, slice in
      let moments = WeightMoments(weights.view(slice), piece.floats)
      return [
        Float(moments.mean), Float(moments.variance), losses.0, losses.1, Float(scales[number]),
      ]
    }
    scales = features.enumerated().map { Double(ScaleNetwork.scale(network($0), $1)) }
    return normalizer.factors(scales)
  }

  /// Goes down along the derivatives of a loss in the factors that were predicted last.
  package func learn(_ slopes: [Double], rate: Double) {
    let wanted = normalizer.gradient(scales, slopes)
    for (number, slope) in wanted.enumerated() {
      var gradient = [Double](repeating: 0, count: ScaleNetwork.count)
      let network = network(number)
      ScaleNetwork.addGradient(slope, of: network, features[number], to: &gradient)
      for place in gradient.indices { network[place] -= Float(rate * gradient[place]) }
    }
  }

  /// The networks as they are now.
  package var found: ScaleNetworks {
    ScaleNetworks(
      Dictionary(
        uniqueKeysWithValues: space.slices.enumerated().map { ($1.name, network($0).array) }))
  }
}
