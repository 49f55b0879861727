/// Why an optimizer cannot be what its parts make it, and which setting says so.
struct Refusal: Hashable, Sendable {
  var setting: String
  var reason: String
}

extension Optimizer {
  /// The first reason for which the parts do not fit together; nil when they do.
  var refusal: Refusal? {
    [directionRefusal, coordinateRefusal, ruleRefusal, rateRefusal].lazy.compactMap { $0 }.first
  }

  private var estimator: (any Estimator)? {
    if case .probes(let estimator, _) = source { return estimator }
    return nil
  }

  /// Whether an estimate is one slope along one direction.
  private var isSingle: Bool {
    switch estimator {
    case let probe as TwoSided: probe.queries == 1
    case let probe as KernelWeighted: probe.queries == 1
    case let probe as ScalarSign: probe.inner.queries == 1
    case is Greedy: true
    case nil: recipe != nil
    default: false
    }
  }

  private var directionRefusal: Refusal? {
    if stepMask?.observesInputs ?? false, estimator == nil {
      return Refusal(
        setting: "mask", reason: "one that needs no activations: only probes show them")
    }
    guard let recipe else { return nil }
    if let reason = recipe.refusesMasks {
      if stepMask != nil { return Refusal(setting: "mask", reason: "everything: " + reason) }
      if partition != nil {
        return Refusal(setting: "estimator", reason: "one that does not divide: " + reason)
      }
    }
    let displaces = (estimator as? any ExampleEstimator)?.displacesExamples ?? false
    if recipe.isOfExamples != displaces {
      return Refusal(
        setting: recipe.isOfExamples ? "estimator" : "directions",
        reason: "the estimator per-example and directions per-example go together")
    }
    if recipe is CurvatureScaled {
      guard let probe = estimator as? TwoSided, probe.queries == 1 else {
        return Refusal(
          setting: "estimator",
          reason: "two-sided with one query: the curvature is its second difference")
      }
    }
    if recipe is AdaptiveMixture, !isSingle {
      return Refusal(
        setting: "estimator", reason: "one slope along one direction, whose sign turns m'")
    }
    return nil
  }

  private var coordinateRefusal: Refusal? {
    guard !coordinateUpdate.isEmpty else { return nil }
    guard recipe is any CoordinateRecipe else {
      return Refusal(
        setting: "coordinates",
        reason: "empty: only subzero, lozo, muon and tezo directions have coordinates")
    }
    if stepMask?.isElementwise ?? false {
      return Refusal(setting: "mask", reason: "of whole layers: coordinates have no elements")
    }
    for rule in coordinateUpdate {
      if rule.needsWeights || rule.needsNorm || rule is RebuiltAdam {
        return Refusal(
          setting: "coordinates",
          reason: "without decay, clip and rebuilt moments: these are of weights, under update")
      }
    }
    return nil
  }

  private var hasDeviation: Bool {
    estimator is OneSided || estimator is LeaveOneOut || estimator is GroupRelative
  }

  private var ruleRefusal: Refusal? {
    for rule in update + coordinateUpdate {
      if rule is DivideByDeviation, !hasDeviation {
        return Refusal(
          setting: "update",
          reason:
            "without divide-by-deviation: only fzoo, one-sided, leave-one-out and per-example "
            + "estimators have a deviation")
      }
      if rule is ScalarRMS, recipe == nil {
        return Refusal(
          setting: "update", reason: "without scalar-rms: a backward pass has no slopes")
      }
      if rule is RebuiltAdam, !isSingle || partition != nil {
        return Refusal(
          setting: "update", reason: "without rebuilt-adam: it needs one slope along one direction")
      }
    }
    if update.contains(where: { $0 is Orthogonalize }) {
      return Refusal(
        setting: "update", reason: "without orthogonalize: it acts on a matrix, under coordinates")
    }
    if let probe = estimator as? OneSided, probe.queries < 2,
      update.contains(where: { $0 is DivideByDeviation })
    {
      return Refusal(
        setting: "estimator", reason: "of two queries or more: one loss has no deviation")
    }
    return nil
  }

  private var rateRefusal: Refusal? {
    let isPlain = coordinateUpdate.isEmpty && update.allSatisfy { $0 is LearningRate }
    if estimator is Conservative, !isPlain {
      return Refusal(
        setting: "update", reason: "empty: what conservative probes tried is plain descent")
    }
    if let probe = estimator as? PartByPart, probe.order == .gaussSeidel, !isPlain {
      return Refusal(
        setting: "update",
        reason: "empty: in the order gauss-seidel earlier parts have moved by plain descent")
    }
    return nil
  }

  /// Makes the estimator measure its second difference in every step.
  mutating func measureCurvature() {
    guard case .probes(let estimator, let recipe) = source, var probe = estimator as? TwoSided
    else { return }
    probe.curvatureEvery = 1
    source = .probes(probe, along: recipe)
  }
}
