import Experiments
import Tensors

/// Something about a run that makes its numbers mean less than they seem to.
public struct HealthFinding: Hashable, Codable, Sendable {
  /// What was found; a run warns of each once.
  public enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
    case probeBelowResolution, updateBelowResolution, constantLoss, explodingSlopes
  }

  public var kind: Kind
  /// The finding with its numbers and a remedy, as one or two sentences.
  public var message: String
}

/// Checks of a run's health: pure functions of numbers that a step has at hand.
public enum Health {
  /// Half a unit in the last place of a number of this size, in a storage format.
  public static func halfUlp(of value: Float, _ format: StorageFormat) -> Float {
    let significand =
      switch format {
      case .f32: 23
      case .bf16: 7
      case .f16: 10
      case .int8, .int4: Int.max
      }
    // Steps onto integers are rounded at random: none is lost.
    guard significand < .max else { return 0 }
    let least: Int = format == .f16 ? -14 : -126
    guard value != 0, value.isFinite else {
      return Float(sign: .plus, exponent: least, significand: 1)
    }
    return Float(
      sign: .plus, exponent: max(Int(value.exponent), least) - significand - 1, significand: 1)
  }

  /// Whether ε·z disappears in the weights when they are stored, or in single precision.
  ///
  /// A probe is added in single precision whatever the format, so it is lost only below that.
  public static func probe(epsilon: Float, weightRMS: Float) -> HealthFinding? {
    let half = halfUlp(of: weightRMS, .f32)
    guard epsilon < 4 * half else { return nil }
    return HealthFinding(
      kind: .probeBelowResolution,
      message: "epsilon \(epsilon) is within 4 half units (\(half)) of weights of size "
        + "\(weightRMS): probes hardly move them; take epsilon above \(64 * half)")
  }

  /// Whether the update is rounded away when the weights are stored.
  ///
  /// - Parameter updateRMS: the root mean square of the step's change per element.
  public static func update(
    updateRMS: Float, weightRMS: Float, _ format: StorageFormat
  ) -> HealthFinding? {
    let half = halfUlp(of: weightRMS, format)
    guard updateRMS > 0, updateRMS < half else { return nil }
    return HealthFinding(
      kind: .updateBelowResolution,
      message: "an update of \(updateRMS) per element is below half a unit in the last place "
        + "(\(half)) of \(format.rawValue) weights of size \(weightRMS): most of it is lost; "
        + "store weights as f32 or raise the learning rate")
  }

  /// Whether the last losses are exactly the same.
  public static func constant(_ losses: [Float], window: Int = 20) -> HealthFinding? {
    guard losses.count >= window, let last = losses.last else { return nil }
    guard losses.suffix(window).allSatisfy({ $0 == last }) else { return nil }
    return HealthFinding(
      kind: .constantLoss,
      message: "the loss was exactly \(last) in the last \(window) steps: nothing that is trained "
        + "reaches it, or epsilon is too small; check the scheme and epsilon")
  }

  /// Whether slopes have grown far beyond what they were.
  ///
  /// - Parameter slopes: |c| of every step so far.
  public static func slopes(_ slopes: [Float], factor: Float = 100) -> HealthFinding? {
    guard slopes.count >= 20, let last = slopes.last else { return nil }
    let earlier = slopes.prefix(slopes.count / 2).sorted()
    let median = earlier[earlier.count / 2]
    guard median > 0, last > factor * median else { return nil }
    return HealthFinding(
      kind: .explodingSlopes,
      message: "a projected gradient of \(last) is \(last / median) times the median \(median) of "
        + "the run's first half: the run is about to diverge; lower the learning rate")
  }
}

extension Estimate {
  /// The largest |scale| of its terms.
  public var largestSlope: Float { (terms ?? []).map { abs($0.scale) }.max() ?? 0 }
}

extension Iterate {
  /// The root mean square of the trained weights, in pieces.
  public var weightRMS: Float {
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
}
