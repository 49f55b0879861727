import Vocabulary

/// Adam on MeZO's estimate (ZO-Adam of ZO-Bench, arXiv:2402.11592).
///
/// `θ ← θ − η · m̂ / (√v̂ + ε)` on ĝ. With `amsgrad` v̂ never falls and with `biasCorrection:
/// false` nothing is corrected: together they are ZO-AdaMM (Chen et al. 2019). 2q forward passes;
/// two floats of state per trained parameter, three with `amsgrad`.
public enum ZerothOrderAdam: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-4
    public var epsilon: Float = 1e-3
    public var queries = 1
    public var beta1 = 0.9
    public var beta2 = 0.999
    public var adamEpsilon = 1e-8
    public var amsgrad = false
    public var biasCorrection = true
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

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon, queries: h.queries)
    try requireMoments(h.beta1, h.beta2)
    try requirePositive("adamEpsilon", h.adamEpsilon)
    let adam = Adam(
      beta1: h.beta1, beta2: h.beta2, epsilon: h.adamEpsilon,
      second: h.amsgrad ? .largest : .squares, correctsBias: h.biasCorrection)
    return Optimizer(
      .probes(TwoSided(epsilon: h.epsilon, queries: h.queries), along: Dense()),
      update: [adam, LearningRate(h.learningRate)])
  }
}
