import Tensors
import Vocabulary

/// The directions that a grid may name.
enum DirectionParts {
  struct Subspace: Settings {
    @Setting(.rank(32)) var rank: Int
    @Setting(.refresh(1000)) var refresh: Int
    init() {}
  }

  struct Cone: Settings {
    @Setting(.angle()) var angle: Double
    @Setting(.coneBeta()) var beta: Double
    init() {}
  }

  struct Curvature: Settings {
    @Setting(.smoothing()) var smoothing: Float
    init() {}
  }

  private static func lowRank(
    _ name: String, _ form: LowRank.Form, _ factors: LowRank.Factors, aligned: Bool,
    carry: LowRank.Carry = .keep, once: Bool = false
  ) -> Part<any DirectionRecipe> {
    Part(name, Subspace.self) { h in
      LowRank(
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
    Part("cone", Cone.self) { MomentumCone(angle: $0.angle, beta: $0.beta) },
    Part("curvature", Curvature.self) { CurvatureScaled(rate: $0.smoothing) },
    Part("mixture") { AdaptiveMixture() },
    Part("activations", Subspace.self) { ActivationSpan(rank: $0.rank, refresh: $0.refresh) },
    Part("per-example") { PerExample() },
  ]
}
