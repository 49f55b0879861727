import Tensors
import Vocabulary

/// Dense directions scaled by what a network per parameter predicts: `u_i = κ·σ_i·z_i`.
///
/// Before each step every σ_i is made of the parameter's mean and variance, the previous step's two
/// losses and its own last value; in the first step the losses are 0 and σ_i is 1. κ = √(Σ n_i /
/// Σ n_i·σ_i²), where n_i are the elements of a parameter, of an embedding those of the tokens of a
/// batch. The moments take one more pass that reads the weights. arXiv:2510.00419, and the authors'
/// code (`trainer_zo_fine_tuner.py`), where an example has 15 tokens.
package struct NetworkScaled: DirectionRecipe {
  /// The networks that say each tensor's scale.
  package var networks: ScaleNetworks
  /// The distance of the probes, from which the two losses follow.
  package var epsilon: Scheduled

  package init(_ networks: ScaleNetworks, epsilon: Scheduled) {
    self.networks = networks
    self.epsilon = epsilon
  }

  /// Per parameter of the layout its factor κ·σ_i and σ_i, per trained one its network.
  package func blueprint(_ space: TrainedSpace) -> Blueprint {
    let count = space.layout.slices.count
    return [
      .floats("factors", count, .optimizerState), .floats("scales", count, .optimizerState),
      .floats("losses", 2, .optimizerState),
      .floats("networks", ScaleNetwork.count * space.slices.count, .optimizerState),
      .floats("piece", min(space.longest, Walk.pieceFloats), .scratch),
    ]
  }

  package func make(
    _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) -> any LiveDirections {
    try NetworkScaledDirections(self, space, blueprint(space).build(ledger))
  }

  /// Trained parameters that have no network.
  package func missing(of trained: [Slice]) -> [String] {
    trained.map(\.name).filter { networks.networks[$0] == nil }
  }
}

final class NetworkScaledDirections: LiveDirections {
  private let space: TrainedSpace
  private let epsilon: Scheduled
  private let dense: DenseDirections
  private let memory: Allocation
  private let factors: FloatView
  private let scales: FloatView
  private let losses: FloatView
  private let networks: FloatView
  private let piece: FloatView
  private var moment = Moment(step: 1)

  init(_ recipe: NetworkScaled, _ space: TrainedSpace, _ memory: Allocation) {
    self.space = space
    self.memory = memory
    (factors, scales) = (memory.floats("factors"), memory.floats("scales"))
    (losses, networks) = (memory.floats("losses"), memory.floats("networks"))
    piece = memory.floats("piece")
    epsilon = recipe.epsilon
    dense = DenseDirections(.gaussian, admitted: space.admitted)
    Kernels.fill(factors, 1)
    Kernels.fill(scales, 1)
    // Without a network σ is 1: only the last number, the output's bias, is not zero.
    let one = [Float](repeating: 0, count: ScaleNetwork.count - 1) + [1]
    for (number, slice) in space.slices.enumerated() {
      network(number).copy(from: recipe.networks.networks[slice.name] ?? one)
    }
  }

  /// The network of the `number`-th trained parameter.
  private func network(_ number: Int) -> FloatView {
    networks.part(number * ScaleNetwork.count, ScaleNetwork.count)
  }

  func isZero(in slice: Slice) -> Bool { !space.admitted.contains(slice.index) }

  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    dense.add(scale * factors[slice.index], key: key, to: chunk, of: slice, from: start)
  }

  func begin(_ moment: Moment, key: RandomKey, state: (Slice) -> [FloatView]) {
    self.moment = moment
  }

  func follow(_ weights: ParameterStore) {
    for (number, slice) in space.slices.enumerated() {
      let features = features(of: slice, weights)
      scales[slice.index] = ScaleNetwork.scale(network(number), features)
    }
    let normalizer = ScaleNormalizer(space, batch: moment.data.batch)
    let found = normalizer.factors(space.slices.map { Double(scales[$0.index]) })
    guard found.contains(where: { $0 > 0 }) else { return }
    for (slice, factor) in zip(space.slices, found) { factors[slice.index] = Float(factor) }
  }

  /// What a network sees of its parameter.
  func features(of slice: Slice, _ weights: ParameterStore) -> [Float] {
    let moments = WeightMoments(weights.view(slice), piece)
    return [
      Float(moments.mean), Float(moments.variance), losses[0], losses[1], scales[slice.index],
    ]
  }

  func finish(_ estimate: Estimate) {
    let slope = estimate.terms?.first?.scale ?? 0
    let half = epsilon.value(at: moment) * slope
    losses[0] = estimate.loss + half
    losses[1] = estimate.loss - half
  }
}
