import Vocabulary

/// MeZO on a few parameters, drawn by how sensitive the loss was to each of them (CurvZO).
///
/// `θ_t ← θ_t − η·(c/π_t)·z_t` for the drawn parameters t, c the two-sided slope along all of them;
/// how they are drawn and what is learned is `SensitivitySampling`'s. Two forward passes; a float
/// per parameter tensor. arXiv:2603.21725; its port in EkkoXy/AIM-ZO,
/// `src/aimzo/zo/methods/curvzo.py`, with that port's defaults and its source profile's phase (f
/// changes in steps 1, 21, …).
package enum CurvZO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(0.4, .share, "f at first: the share of the parameters that is drawn on average.")
    package var share: Double
    @Setting(0.1, .share, "β: the weight of a measurement in the sensitivity of what it drew.")
    package var beta: Double
    @Setting(0.01, .positive, "s at first: the sensitivity of a parameter.")
    package var sensitivity: Double
    @Setting(20, .in(0...1_000_000), "Between changes of f; 0 never changes it.", unit: "steps")
    package var refresh: Int
    package init() {}
  }

  package static let name = "curvzo"
  package static let summary = "MeZO on parameters drawn by their sensitivity"
  package static let provenance = Provenance(
    "arXiv:2603.21725",
    equation: "θ_t ← θ_t − η·(c/π_t)·z_t",
    code: Provenance.Code("EkkoXy/AIM-ZO", file: "src/aimzo/zo/methods/curvzo.py"),
    .confirmed(by: .trace),
    open: "the authors' own code: the rule is that of a port")
  package static let state = "4 bytes per parameter tensor"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(
        SensitivitySampling(
          epsilon: schedules.distance(h.epsilon), share: h.share, rate: h.beta,
          initial: h.sensitivity,
          adaptEvery: h.refresh), along: Dense()),
      partition: ModuleLevel.tensor, update: [schedules.descent(h.learningRate)])
  }
}
