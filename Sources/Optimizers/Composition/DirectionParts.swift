import Tensors
import Vocabulary

/// The directions that a grid may name.
enum DirectionParts {
  struct Subspace: Settings {
    var rank = 32
    var refresh = 1000
    init() {}
  }

  struct Cone: Settings {
    var angle = 1.35
    var beta = 0.99
    init() {}
  }

  struct Curvature: Settings {
    var smoothing: Float = 1e-8
    init() {}
  }

  private static func lowRank(
    _ name: String, _ form: LowRank.Form, _ factors: LowRank.Factors, aligned: Bool,
    carry: LowRank.Carry = .keep, once: Bool = false
  ) -> Part<any DirectionRecipe> {
    Part(name, Subspace.self) { (h: Subspace) throws(SettingsProblem) in
      try requirePart(
        (1...4096).contains(h.rank), "rank", h.rank, of: name, "in 1 ... 4096")
      try requirePart(h.refresh > 0, "refresh", h.refresh, of: name, "at least 1")
      return LowRank(
        form, factors, rank: h.rank, refresh: once ? .once : .every(h.refresh), isAligned: aligned,
        carry: carry)
    }
  }

  static let all: [Part<any DirectionRecipe>] = [
    Part("gaussian") { Dense(.gaussian) },
    Part("rademacher") { Dense(.rademacher) },
    // √(m·n)/r·U·Z·Vᵀ, C·Vᵀ, P·C and U·diag(τ)·Vᵀ.
    lowRank("subzero", .both, .orthonormal, aligned: true, carry: .reset),
    lowRank("lozo", .right, .gaussian, aligned: false, carry: .project),
    lowRank("muon", .left, .orthonormal, aligned: false, carry: .reset),
    lowRank("tezo", .diagonal, .gaussian, aligned: false, once: true),
    Part("cone", Cone.self) { (h: Cone) throws(SettingsProblem) in
      try requirePart(
        h.angle > 0 && h.angle <= .pi / 2 + 1e-9, "angle", h.angle, of: "cone", "in 0 ... π/2")
      try requirePart(h.beta >= 0 && h.beta < 1, "beta", h.beta, of: "cone", "in 0 ..< 1")
      return MomentumCone(angle: h.angle, beta: h.beta)
    },
    Part("curvature", Curvature.self) { (h: Curvature) throws(SettingsProblem) in
      try requirePart(
        h.smoothing >= 0 && h.smoothing < 1, "smoothing", h.smoothing, of: "curvature",
        "in 0 ..< 1")
      return CurvatureScaled(rate: h.smoothing)
    },
    Part("mixture") { AdaptiveMixture() },
    Part("activations", Subspace.self) { (h: Subspace) throws(SettingsProblem) in
      try requirePart(
        (1...4096).contains(h.rank), "rank", h.rank, of: "activations", "in 1 ... 4096")
      try requirePart(h.refresh > 0, "refresh", h.refresh, of: "activations", "at least 1")
      return ActivationSpan(rank: h.rank, refresh: h.refresh)
    },
    Part("per-example") { PerExample() },
  ]
}
