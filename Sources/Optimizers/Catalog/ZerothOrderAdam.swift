import Vocabulary

/// Adam on MeZO's estimate (ZO-Adam of ZO-Bench, arXiv:2402.11592).
///
/// `θ ← θ − η · m̂ / (√v̂ + ε)` on ĝ. With `amsgrad` v̂ never falls and with `biasCorrection:
/// false` nothing is corrected: together they are ZO-AdaMM (Chen et al. 2019). 2q forward passes;
/// two floats of state per trained parameter, three with `amsgrad`.
public enum ZerothOrderAdam: OptimizerFamily {
  public struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-4)) public var learningRate: Float
    @Setting(.epsilon()) public var epsilon: Float
    @Setting(.queries()) public var queries: Int
    @Setting(.beta1(0.9)) public var beta1: Double
    @Setting(.beta2(0.999)) public var beta2: Double
    @Setting(.adamEpsilon()) public var adamEpsilon: Double
    @Setting(false, "Whether the second moment never falls.") public var amsgrad: Bool
    @Setting(true, "Whether the moments are corrected for having begun at 0.")
    public var biasCorrection: Bool
    public init() {}
  }

  public static let name = "zo-adam"
  public static let summary = "Adam on a zeroth-order estimate"
  public static let provenance = Provenance(
    "arXiv:2402.11592",
    equation: "θ ← θ − η·m̂/(√v̂ + ε) of c·z",
    code: Provenance.Code("ZO-Bench/ZO-LLM", file: "zo-bench/trainer.py", version: "bf210fa"),
    .confirmed(by: .officialCode))
  public static let state = "8d bytes; 12d with amsgrad"

  public static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let adam = Adam(
      beta1: h.beta1, beta2: h.beta2, epsilon: h.adamEpsilon,
      second: h.amsgrad ? .largest : .squares, correctsBias: h.biasCorrection)
    return Optimizer(
      schedules.probes(
        TwoSided(epsilon: schedules.distance(h.epsilon), queries: h.queries), along: Dense()),
      update: [adam, schedules.descent(h.learningRate)])
  }
}
