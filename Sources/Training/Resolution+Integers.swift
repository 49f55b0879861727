import Optimizers
import Schemes
import Tensors
import Vocabulary

/// What trains when weights are stored as integers.
extension Resolution {
  /// Why the optimizer does not suit the run's storage format; nil if it does.
  ///
  /// Weights that are integers are trained by the optimizers that are made for them, or frozen.
  func integerRefusal(_ optimizer: Optimizer) -> String? {
    if let refusal = optimizer.beside.lazy.compactMap({ integerRefusal($0) }).first {
      return refusal
    }
    if !format.isInteger, optimizer.integers == nil { return nil }
    let integers = trainable.subtracting(network.adapters.keys)
      .intersection(format.isInteger ? layout.integers : [])
    let own = optimizer.admitted(layout, trainable: trainable)
    guard let steps = optimizer.integers else {
      guard !own.isDisjoint(with: integers) else { return nil }
      return
        "moves weights by less than the steps of weights: \(format.rawValue); use quzo or qzo, "
        + "a scheme that leaves the weights as they are (lora, prefix, prompt), or weights: f32"
    }
    if own.isDisjoint(with: integers) {
      return "trains weights that are stored as integers: it needs weights: int8 or int4, and a "
        + "scheme that trains weights (ft)"
    }
    if steps == .scales, !own.isDisjoint(with: network.adapters.keys) {
      return "trains the scales of integers, which the parameters of the scheme do not have"
    }
    return nil
  }
}
