import Vocabulary

/// Adam on MeZO's estimate (ZO-Adam of ZO-Bench, arXiv:2402.11592).
///
/// `θ ← θ − η · m̂ / (√v̂ + ε)` on ĝ. With `amsgrad` v̂ never falls and with `biasCorrection:
/// false` nothing is corrected: together they are ZO-AdaMM (Chen et al. 2019). 2q forward passes;
/// two floats of state per trained parameter, three with `amsgrad`.
package enum ZerothOrderAdam: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-4)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.queries()) package var queries: Int
    @Setting(.beta1(0.9)) package var beta1: Double
    @Setting(.beta2(0.999)) package var beta2: Double
    @Setting(.adamEpsilon()) package var adamEpsilon: Double
    @Setting(false, "Whether the second moment never falls.") package var amsgrad: Bool
    @Setting(true, "Whether the moments are corrected for having begun at 0.")
    package var biasCorrection: Bool
    package init() {}
  }

  package static let name = "zo-adam"
  package static let summary = "Adam on a zeroth-order estimate"
  package static let provenance = Provenance(
    "arXiv:2402.11592",
    equation: "θ ← θ − η·m̂/(√v̂ + ε) of c·z",
    code: Provenance.Code("ZO-Bench/ZO-LLM", file: "zo-bench/trainer.py", version: "bf210fa"),
    .confirmed(by: .officialCode))
  package static let state = "8d bytes; 12d with amsgrad"

  package static func make(
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
