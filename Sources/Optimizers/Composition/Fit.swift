extension Optimizer.Source {
  /// What asks for losses; nil where none are asked for.
  public var estimator: (any Estimator)? {
    if case .probes(let estimator, _) = self { return estimator }
    return nil
  }

  /// What z is; nil where there is none.
  public var recipe: (any DirectionRecipe)? {
    switch self {
    case .probes(_, let recipe), .tangent(let recipe): recipe
    case .backpropagation: nil
    }
  }

  /// What the source has for other parts.
  var offers: Offers {
    switch self {
    case .probes(let estimator, let recipe):
      estimator.offers.union(recipe.offers).union(Offers.ofProbes)
    case .tangent(let recipe): recipe.offers.union(Offers.ofTangents)
    case .backpropagation: []
    }
  }

  /// The same source, whose estimator measures the curvature that other parts need.
  func measuringCurvature(for needs: [Need]) -> Optimizer.Source {
    guard case .probes(var estimator, let recipe) = self else { return self }
    func interval(of offer: Offer) -> Int? {
      needs.filter { $0.offers.contains(offer) }.compactMap(\.every).min()
    }
    if let every = interval(of: .curvature) {
      estimator = estimator.measuringCurvature(every: every)
    }
    if let every = interval(of: .stepCurvature) {
      estimator = estimator.measuringStepCurvature(every: every)
    }
    return .probes(estimator, along: recipe)
  }
}

extension Optimizer {
  /// What the parts have for each other.
  public var offers: Offers {
    var offers = source.offers
    if stepMask == nil { offers.insert(.everywhere) }
    if !(stepMask?.isElementwise ?? false) { offers.insert(.wholeParameters) }
    offers.insert(partition == nil ? .undivided : .parts)
    if anchoring != nil { offers.insert(.anchor) }
    if update.contains(where: { $0.offers.contains(.automaticRate) }) {
      offers.insert(.automaticRate)
    }
    let descents: Offers = [.plainDescent, .decayedDescent]
    guard coordinateUpdate.isEmpty else { return offers }
    return offers.union(update.reduce(descents) { $0.intersection($1.offers) })
  }

  /// The first need that no part meets, with the setting to blame; nil when all fit together.
  ///
  /// - Parameter wishes: what is needed from outside of the composition.
  public func misfit(_ wishes: [Need] = []) -> Need? {
    let here = offers
    let onWeights = here.union([.weights, .norm, .formerDirections])
    let onCoordinates = here.union([.matrix])
    var parts: [(setting: String, needs: [Need], offers: Offers)] = [
      ("mask", stepMask?.needs ?? [], here), ("directions", source.recipe?.needs ?? [], here),
      ("coordinates", coordinateUpdate.isEmpty ? [] : Self.coordinateNeeds, here),
    ]
    parts += coordinateUpdate.map { ("coordinates", $0.needs, onCoordinates) }
    parts += update.map { ("update", $0.needs, onWeights) }
    parts += [("estimator", source.estimator?.needs ?? [], here), ("", wishes, here)]
    for part in parts {
      guard var need = part.needs.first(where: { !part.offers.isSuperset(of: $0.offers) })
      else { continue }
      need.setting = need.setting ?? part.setting
      return need
    }
    return beside.lazy.compactMap { $0.misfit() }.first
  }

  private static let coordinateNeeds = [
    Need(.coordinates, "empty: these directions have no coordinates"),
    Need(.wholeParameters, in: "mask", "of whole layers: coordinates have no elements"),
  ]
}
