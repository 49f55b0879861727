import Vocabulary

/// Descent by the mean of two-sided estimates whose number grows with the epochs
/// (EMNLP 2024, arXiv:2406.18060).
///
/// `θ ← θ − η·(1/Q_e)·Σ c_q·z_q` with `Q_e = min(max(⌊α·e^β⌋, 1), Q_max)` in epoch e = 1, 2, …, an
/// epoch being one pass over the training examples. 2·Q_e forward passes. The paper trains
/// tensor-train adapters with it: the scheme `tensor-train`. Its scripts use Q_max 15 and β 0.4 to
/// 0.5. The authors keep the sum of the estimates; here it is made again from keys.
public enum AdaZeta: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-4
    public var epsilon: Float = 1e-3
    public var alpha = 0.85
    public var beta = 0.45
    /// Q_max.
    public var mostQueries = 20
    public init() {}
  }

  public static let name = "adazeta"
  public static let summary = "MeZO with queries that grow over the epochs"
  public static let provenance = Provenance(
    "arXiv:2406.18060",
    equation: "Q_e = min(max(⌊α·e^β⌋, 1), Q_max); θ ← θ − η·mean of c·z",
    code: Provenance.Code(
      "yifanycc/AdaZeta", file: "large_models/trainer_adazeta.py", version: "3659ba3"),
    .confirmed(by: .officialCode),
    open: "the first epoch's number: 1 here, 0 in the code, whose weight decay is 0.01")

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requirePositive("alpha", h.alpha)
    try requireDecay("beta", h.beta)
    try requireCount("mostQueries", h.mostQueries)
    let estimator = GrowingQueries(
      epsilon: Scheduled(h.epsilon), alpha: h.alpha, beta: h.beta, most: h.mostQueries)
    return Optimizer(.probes(estimator, along: Dense()), update: [LearningRate(h.learningRate)])
  }
}
