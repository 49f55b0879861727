import Vocabulary

/// MeZO on the small weights (arXiv:2402.15751).
///
/// In each parameter the share `sparsity` of largest |w| at the start is frozen; the mask is a
/// bitmap. Two forward passes; d/8 bytes.
public enum SparseMeZO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    /// The share of the elements that is frozen.
    public var sparsity = 0.75
    public init() {}
  }

  public static let name = "sparse-mezo"
  public static let summary = "MeZO on the weights of small magnitude"
  public static let provenance = Provenance(
    "arXiv:2402.15751",
    equation: "θ ← θ − η·c·(m∘z), m = [|θ| ≤ h_l]",
    code: Provenance.Code("NUS-HPC-AI-Lab/SparseMeZO"),
    .unconfirmed("no trace of it yet"))
  public static let state = "d/8 bytes"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireShare("sparsity", h.sparsity)
    return Optimizer(
      .probes(TwoSided(epsilon: h.epsilon), along: Dense()),
      stepMask: MagnitudeSparsity(keeping: .small, sparsity: h.sparsity),
      update: [LearningRate(h.learningRate)])
  }
}
