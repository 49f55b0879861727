import Vocabulary

/// Leave-one-out probes with less variance along a learned direction of each parameter (LOREN).
///
/// `gᵢ = (Lᵢ − L̄)/((K − 1)·ε)·uᵢ` for K probes; for query after query `m ← 0.9·m + gᵢ` on matrices
/// and `θ ← (1 − η·λ)·θ − η·m`; uᵢ has the covariance ρ·(ρ·I + A·Aᵀ)⁻¹, A = 1_m ⊗ a of each
/// parameter, and a is learned from the same losses. K forward passes; a float per trained
/// parameter and n of each m × n. AAAI 2026, arXiv:2511.07971, github.com/hseung88/loren. Biases
/// and norm scales do not decay here, and the K decays of a step are made at once.
package enum LOREN: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.queries(10, atLeast: 2)) package var queries: Int
    @Setting(0.1, .positive, "ρ: what is added to the curvature's diagonal.")
    package var damping: Float
    @Setting(1e-3, .notNegative, "ν: the rate of a; 0 keeps it.") package var covarianceRate: Float
    @Setting(.momentum(0.9)) package var momentum: Float
    @Setting(0.01, .notNegative, "λ: the decay of the weights and of a.")
    package var weightDecay: Float
    package init() {}
  }

  package static let name = "loren"
  package static let revision = 1
  package static let summary = "leave-one-out probes with a learned covariance of low rank"
  package static let provenance = Provenance(
    "arXiv:2511.07971",
    equation: "m ← β·m + (Lᵢ − L̄)/((K − 1)·ε)·uᵢ; θ ← (1 − η·λ)·θ − η·m",
    code: Provenance.Code(
      "hseung88/loren", file: "model/glue_transformer_loren.py", version: "b80a32b"),
    .confirmed(by: .trace),
    open:
      "the authors' update makes uᵢ again from an a that earlier queries changed: their "
      + "code beside the trace, without decay, is 4e-6 of the way off at ν = 1e-3 and 3e-2 at 8; "
      + "it adds a vector's sum to all of its a, here each element to its own; ρ and ν are the "
      + "README's, whose run has no decay, λ is the command line's")
  package static let state = "4d bytes, 4n of each m × n"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let epsilon = schedules.distance(h.epsilon)
    return Optimizer(
      schedules.probes(
        LeaveOneOut(epsilon: epsilon, queries: h.queries),
        along: LearnedCovariance(
          damping: h.damping, rate: h.covarianceRate, decay: h.weightDecay, epsilon: epsilon)),
      update: [
        QueryMomentum(h.momentum), WeightDecay(Float(h.queries) * h.weightDecay),
        schedules.descent(h.learningRate),
      ])
  }
}
