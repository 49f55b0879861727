// Written by scripts/parts.

/// The parts that a grid may name, by their role.
enum Parts {
  static let estimators: [EstimatorPart] = [
    Conservative.part,
    GroupRelative.part,
    GrowingQueries.part,
    Guided.part,
    Greedy.part,
    KernelWeighted.part,
    LayerBandit.part,
    LeaveOneOut.part,
    OneSided.part,
    OneSided.fzooPart,
    Derivative.tangentPart,
    Derivative.backpropagationPart,
    PartByPart.part,
    Population.part,
    RememberedOutputs.part,
    ScalarSign.part,
    TwoSided.part,
  ].sorted { $0.name < $1.name }

  static let directions: [DirectionPart] = [
    ActivationSpan.part,
    AdaptiveMixture.part,
    CurvatureScaled.part,
    Dense.gaussianPart,
    Dense.rademacherPart,
    LowRank.subzeroPart,
    LowRank.lozoPart,
    LowRank.muonPart,
    LowRank.tezoPart,
    MomentumCone.part,
    PerExample.part,
  ].sorted { $0.name < $1.name }

  static let masks: [MaskPart] = [
    MagnitudeSparsity.smallPart,
    MagnitudeSparsity.largePart,
    Everything.part,
    OneBlock.part,
    RandomSparsity.part,
    LayerDropout.part,
    WandaSparsity.part,
  ].sorted { $0.name < $1.name }

  static let rules: [RulePart] = [
    Adam.part,
    Adam.amsgradPart,
    Adam.refinedPart,
    Momentum.part,
    Orthogonalize.part,
    RebuiltAdam.part,
    ScalarRMS.part,
    WeightDecay.part,
    ClipNorm.part,
    DivideByDeviation.part,
    Sign.part,
  ].sorted { $0.name < $1.name }
}
