import Vocabulary

/// Many rank-one probes in a basis of the activations that follows them by Oja's rule (AIM-ZO).
///
/// `ĝ = 1/((N − 1)·ε) · Σ (Lᵢ − L̄)·Zᵢ; θ ← θ − η·ĝ` with Zᵢ ∝ a·(Q·b)ᵀ for matrices of linear
/// layers, as long as a dense direction; ε falls by half a cosine to `epsilonFloor` of itself.
/// N + 1 forward passes, the first of them for the activations alone; K floats for each column.
/// 2026, github.com/EkkoXy/AIM-ZO. Open are: which columns are shared (here the leading ones, to
/// which Oja's rule sorts), that each layer and probe samples for itself, how embeddings and
/// vectors move (by a Gaussian, as long on average), and the learning rate. Q is in no log, so a
/// run cannot be replayed.
public enum AIMZO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    public var queries = 15
    /// K: columns of the basis.
    public var columns = 128
    /// Columns of every probe.
    public var shared = 48
    /// Columns that a probe draws from the others.
    public var sampled = 16
    /// η_q: the rate of the basis.
    public var basisRate: Float = 0.3
    /// Steps between changes of the basis.
    public var refresh = 1
    /// The share of ε with which the run ends; 1 keeps it.
    public var epsilonFloor = 0.25
    public init() {}
  }

  public static let name = "aim-zo"
  public static let summary = "rank-one probes in a learnt basis of the activations"
  public static let provenance = Provenance(
    "github.com/EkkoXy/AIM-ZO",
    equation: "θ ← θ − η/(N − 1)·Σ (Lᵢ − L̄)·Zᵢ",
    code: Provenance.Code("EkkoXy/AIM-ZO"),
    .unconfirmed("no trace of it yet"),
    open: "which columns are shared, how embeddings and vectors move, and the learning rate")
  public static let state = "4·K·n bytes of each matrix"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireCount("queries", h.queries, 2...4096)
    try requireCount("columns", h.columns)
    try requireCount("shared", h.shared, 0...4096)
    try requireCount("sampled", h.sampled, 0...4096)
    try require(h.shared + h.sampled > 0, "sampled", h.sampled, "above 0 where none is shared")
    try requireDecay("basisRate", h.basisRate)
    try requireCount("refresh", h.refresh, 1...1_000_000)
    try require(
      h.epsilonFloor > 0 && h.epsilonFloor <= 1, "epsilonFloor", h.epsilonFloor,
      "above 0, at most 1")
    let distance: Schedule = h.epsilonFloor == 1 ? .constant : .cosine(floor: h.epsilonFloor)
    return Optimizer(
      .probes(
        LeaveOneOut(
          epsilon: Scheduled(h.epsilon, distance), queries: h.queries, looksFirst: true),
        along: ActivationBasis(
          columns: h.columns, shared: h.shared, sampled: h.sampled, rate: h.basisRate,
          refresh: h.refresh, probes: h.queries)),
      update: [LearningRate(h.learningRate)])
  }
}
