import Tensors
import Vocabulary

/// Dense directions scaled by what a network per parameter predicts: `u_i = κ·σ_i·z_i`.
///
/// Before each step every σ_i is made of the parameter's mean and variance, the previous step's two
/// losses and its own last value; in the first step the losses are 0 and σ_i is 1. κ = √d /
/// √(Σ d_i·σ_i²) keeps E‖u‖² = d. The moments take one more pass that reads the weights.
/// arXiv:2510.00419.
public struct NetworkScaled: DirectionRecipe, DistanceBound {
  /// The networks that say each tensor's scale.
  public var networks: ScaleNetworks
  /// The distance of the probes, from which the two losses follow.
  public var epsilon: Scheduled

  public init(_ networks: ScaleNetworks, epsilon: Scheduled) {
    self.networks = networks
    self.epsilon = epsilon
  }

  /// Per parameter of the layout its factor κ·σ_i and σ_i, per trained one its network, the losses.
  private func floats(_ space: TrainedSpace) -> Int {
    2 * space.layout.slices.count + ScaleNetwork.count * space.slices.count + 2
  }

  private func piece(_ space: TrainedSpace) -> Int { min(space.longest, Walk.pieceFloats) }

  public func memory(_ space: TrainedSpace) -> AccountBytes {
    AccountBytes([.optimizerState: 4 * floats(space), .scratch: 4 * piece(space)])
  }

  public func make(
    _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) -> any LiveDirections {
    try NetworkScaledDirections(
      self, space, Buffer(floats: floats(space), in: .optimizerState, of: ledger),
      Buffer(floats: piece(space), in: .scratch, of: ledger))
  }

  /// Trained parameters that have no network.
  func missing(in space: TrainedSpace) -> [String] {
    space.slices.map(\.name).filter { networks.networks[$0] == nil }
  }
}

final class NetworkScaledDirections: LiveDirections, WeightFollowing {
  private let space: TrainedSpace
  private let epsilon: Scheduled
  private let dense: DenseDirections
  private let state: Buffer
  private let piece: Buffer
  private var moment = Moment(step: 1)

  init(
    _ recipe: NetworkScaled, _ space: TrainedSpace, _ state: consuming Buffer,
    _ piece: consuming Buffer
  ) {
    self.space = space
    self.state = state
    self.piece = piece
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

  private var count: Int { space.layout.slices.count }
  private var factors: FloatView { state.floats.part(0, count) }
  private var scales: FloatView { state.floats.part(count, count) }
  private var losses: FloatView { state.floats.part(2 * count, 2) }

  /// The network of the `number`-th trained parameter.
  private func network(_ number: Int) -> FloatView {
    state.floats.part(2 * count + 2 + number * ScaleNetwork.count, ScaleNetwork.count)
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
    var square = 0.0
    for (number, slice) in space.slices.enumerated() {
      let features = features(of: slice, weights)
      scales[slice.index] = ScaleNetwork.scale(network(number), features)
      square += Double(slice.count) * Double(scales[slice.index]) * Double(scales[slice.index])
    }
    guard square > 0 else { return }
    let kappa = Float((Double(space.count) / square).squareRoot())
    for slice in space.slices { factors[slice.index] = kappa * scales[slice.index] }
  }

  /// What a network sees of its parameter.
  func features(of slice: Slice, _ weights: ParameterStore) -> [Float] {
    let moments = WeightMoments(weights.view(slice), piece.floats)
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
