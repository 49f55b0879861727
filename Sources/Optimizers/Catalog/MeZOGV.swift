import Vocabulary

/// MeZO along a guiding vector: good probed directions minus bad ones (arXiv:2601.04710).
///
/// `v = mean of the ⌊αM⌋ best z − mean of the others; θ ← θ − η·c·v`. M + 2 forward passes. With
/// `history` the best direction survives a step and meets one new one: four forward passes, and a
/// key is remembered. ‖v‖² is (1/⌊αM⌋ + 1/(M − ⌊αM⌋))·d unless `normalise`.
public enum MeZOGV: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 2e-7
    public var epsilon: Float = 1e-3
    public var candidates = 4
    /// α: the share of good candidates.
    public var share = 0.5
    public var normalise = false
    public var history = false
    public init() {}
  }

  public static let name = "mezo-gv"
  public static let summary = "MeZO along good minus bad probed directions"
  public static let provenance = Provenance(
    "arXiv:2601.04710",
    equation: "v = mean of best z − mean of others; θ ← θ − η·c·v",
    code: Provenance.Code(
      "stan-anony/MeZO-GV", file: "large_models/trainer_fwa_mem_eff.py", version: "70a2551"),
    .confirmed(by: .officialCode))
  public static let state = "nothing; with history 16 bytes"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireCount("candidates", h.candidates, 2...4096)
    try require(h.share > 0 && h.share < 1, "share", h.share, "between 0 and 1")
    let distance = Scheduled(h.epsilon)
    let estimator: any Estimator =
      h.history
      ? GuidedByHistory(epsilon: distance)
      : Guided(
        epsilon: distance, candidates: h.candidates, share: h.share, isNormalised: h.normalise)
    return Optimizer(
      .probes(estimator, along: Dense()), update: [LearningRate(h.learningRate)])
  }
}
