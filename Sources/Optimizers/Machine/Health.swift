import Tensors
import Vocabulary

/// Checks of a run's health: pure functions of numbers that a step has at hand.
package enum Health {
  /// Half a unit in the last place of a number of this size, in a storage format.
  package static func halfUlp(of value: Float, _ format: StorageFormat) -> Float {
    // Steps onto integers are rounded at random: none is lost.
    guard let significand = format.significandBits else { return 0 }
    let least = format.leastExponent
    guard value != 0, value.isFinite else {
      return Float(sign: .plus, exponent: least, significand: 1)
    }
    return Float(
      sign: .plus, exponent: max(Int(value.exponent), least) - significand - 1, significand: 1)
  }

  /// Whether ε·z disappears in the weights when they are stored, or in single precision.
  ///
  /// A probe is added in single precision whatever the format, so it is lost only below that.
  package static func probe(epsilon: Float, weightRMS: Float) -> HealthFinding? {
    let half = halfUlp(of: weightRMS, .f32)
    guard epsilon < 4 * half else { return nil }
    // No probe moves weights that grew beyond this: they diverged, and a larger ε mends nothing.
    let remedy =
      weightRMS < 1e3
      ? "take epsilon above \(64 * half)" : "the weights diverged: take a smaller learning rate"
    return HealthFinding(
      .probeBelowResolution,
      "epsilon \(epsilon) is within 4 half units (\(half)) of weights of size "
        + "\(weightRMS): probes hardly move them; \(remedy)")
  }

  /// Whether the update is rounded away when the weights are stored.
  ///
  /// - Parameter updateRMS: the root mean square of the step's change per element.
  package static func update(
    updateRMS: Float, weightRMS: Float, _ format: StorageFormat
  ) -> HealthFinding? {
    let half = halfUlp(of: weightRMS, format)
    guard updateRMS > 0, updateRMS < half else { return nil }
    return HealthFinding(
      .updateBelowResolution,
      "an update of \(updateRMS) per element is below half a unit in the last place "
        + "(\(half)) of \(format.rawValue) weights of size \(weightRMS): most of it is lost; "
        + "store weights as f32 or raise the learning rate")
  }

  /// Whether the last losses are exactly the same.
  package static func constant(_ losses: [Float], window: Int = 20) -> HealthFinding? {
    guard losses.count >= window, let last = losses.last else { return nil }
    guard losses.suffix(window).allSatisfy({ $0 == last }) else { return nil }
    return HealthFinding(
      .constantLoss,
      "the loss was exactly \(last) in the last \(window) steps: nothing that is trained "
        + "reaches it, or epsilon is too small; check the scheme and epsilon")
  }

  /// Whether a slope is far beyond what the run's slopes were.
  ///
  /// - Parameters:
  ///   - slope: |c| of a step.
  ///   - typical: the median of |c| over the steps before.
  package static func slope(
    _ slope: Float, typical: Float, factor: Float = 100
  ) -> HealthFinding? {
    guard typical > 0, slope > factor * typical else { return nil }
    return HealthFinding(
      .explodingSlopes,
      "a projected gradient of \(slope) is \(slope / typical) times the median \(typical) of the "
        + "steps before: the run is about to diverge; lower the learning rate")
  }

  /// What a loss that is not finite means.
  package static func divergence(
    _ loss: Float, after last: Float?, _ format: StorageFormat
  ) -> HealthFinding {
    // The sign of a value that is no number means nothing.
    let number = loss.isNaN ? "no number" : "\(loss)"
    let before = last.map { "after \($0)" } ?? "at the first step"
    let remedy = format == .f16 ? ", or store weights as bf16 or f32" : ""
    guard last != nil else {
      return HealthFinding(
        .nonFiniteLoss,
        "the loss was \(number) \(before), before any update: look for weights that are not "
          + "finite, or lower epsilon\(remedy)")
    }
    return HealthFinding(
      .nonFiniteLoss,
      "the loss was \(number) \(before): the run diverged; lower the learning rate\(remedy)")
  }

  /// Whether the loss ends above its start, by more than batches differ.
  ///
  /// The means of the first and the last quarter of the training losses are compared, by twice the
  /// standard error of their difference (Welch); and the last development loss with the first.
  ///
  /// - Parameters:
  ///   - losses: of every step.
  ///   - development: the last mean loss on development data, of the same kind as `losses`.
  package static func learning(_ losses: [Float], development: Double?) -> HealthFinding? {
    let quarter = max(1, losses.count / 4)
    guard !losses.isEmpty else { return nil }
    let start = Spread(losses.prefix(quarter)), end = Spread(losses.suffix(quarter))
    let error = (start.squaredError + end.squaredError).squareRoot()
    let hasRisen = quarter >= 5 && end.mean - start.mean > 2 * error
    let last = development ?? end.mean
    guard hasRisen || last > 10 * max(start.mean, 1) else { return nil }
    return HealthFinding(
      .noLearning,
      "the loss began at \(Float(start.mean)) and ended at \(Float(hasRisen ? end.mean : last)): "
        + "nothing was learned; lower the learning rate")
  }

  /// Mean of some losses, and the squared standard error of it.
  private struct Spread {
    var mean = 0.0
    var squaredError = 0.0

    init(_ losses: ArraySlice<Float>) {
      let count = Double(losses.count)
      for loss in losses { mean += Double(loss) / count }
      guard count > 1 else { return }
      for loss in losses {
        squaredError += (Double(loss) - mean) * (Double(loss) - mean) / (count * (count - 1))
      }
    }
  }
}

extension Estimate {
  /// The largest |scale| of its terms.
  package var largestSlope: Float { (terms ?? []).map { abs($0.scale) }.max() ?? 0 }
}

extension Iterate {
  /// The root mean square of the trained weights, in pieces.
  package var weightRMS: Float {
    var sum = 0.0
    for slice in space.slices {
      for start in stride(from: 0, to: slice.count, by: StatePlan.chunkFloats) {
        let piece = scratch.floats.part(0, min(StatePlan.chunkFloats, slice.count - start))
        Kernels.widen(weights.view(slice).part(start, piece.count), into: piece)
        sum += Kernels.sumOfSquares(piece)
      }
    }
    return Float((sum / Double(max(space.count, 1))).squareRoot())
  }

  /// The format of the trained weights: f32 as soon as one of them is.
  var trainedFormat: StorageFormat {
    let formats = Set(space.slices.map { weights.view($0).format })
    return formats.count == 1 ? formats.first ?? .f32 : .f32
  }

  /// How far from the weights the next step's probes are; nil without probes.
  private var nextEpsilon: Float? {
    guard let estimator = optimizer.source.estimator else { return nil }
    return estimator.epsilon.value(at: Moment(step: steps + 1, horizon: horizon))
  }

  /// What the weights and the step that was just measured say about the run's health.
  ///
  /// Takes one pass over the trained weights.
  package func inspect() -> [HealthFinding] {
    let size = weightRMS
    let probe = nextEpsilon.flatMap { Health.probe(epsilon: $0, weightRMS: size) }
    let update = updateRMS.flatMap {
      Health.update(updateRMS: $0, weightRMS: size, trainedFormat)
    }
    return [probe, update].compactMap { $0 }
  }
}
