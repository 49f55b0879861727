import Vocabulary

/// Optimizers by their names.
///
/// Grids name those of `standard`. A package that uses this one may have a catalog with its own:
///
/// ```swift
/// let catalog = OptimizerCatalog.standard.adding(ClippedNesterov.self)
/// let optimizer = try catalog.make(Component("clipped-nesterov", ["queries": .integer(8)]))
/// ```
public struct OptimizerCatalog: Sendable {
  /// Every family of this package.
  public static let all: [any OptimizerFamily.Type] = [
    FirstOrderSGD.self, FirstOrderAdam.self, FirstOrderAdamW.self, ForwardGradient.self,
    ZerothOrderSGD.self, ZerothOrderMomentum.self, ZerothOrderConservative.self,
    ZerothOrderSign.self, ZerothOrderAdam.self, RefinedAdaZO.self, ZerothOrderBlockwise.self,
    ZerothOrderSparse.self, HybridZOFO.self, FZOO.self, GRZO.self, MeZOGreedy.self, MeZOGV.self,
    LeZO.self, AdaLeZO.self, DominantLayer.self, SparseMeZO.self, SubZero.self, SubZeroPlus.self,
    LOZO.self, LOZOMomentum.self, TeZO.self, LOREN.self, ConMeZO.self, ZOAdaMU.self, HiZOO.self,
    MEAZO.self,
    AdaMeZO.self, DiZO.self, AGZO.self, AIMZO.self, KerZOO.self, ZOMuon.self, ZOMOPI.self,
    HELENE.self, BSZO.self, ZOFineTuner.self, TensorScale.self, AdaZeta.self,
    AdaFZOO.self, MeZOSVRG.self, QuZO.self, QZO.self, EvolutionStrategy.self, DPZero.self,
    JAGUAR.self, CurvZO.self, PseuZO.self, EGGROLL.self, Compose.self,
  ]

  /// The optimizers that a grid may name.
  public static let standard = OptimizerCatalog(families: all)

  /// What listings say of the standard optimizers.
  public static let descriptions: [ComponentDescription] = all.map { $0.description }

  /// Where each optimizer comes from, by its name.
  public static let provenance = Dictionary(
    uniqueKeysWithValues: all.map { ($0.name, $0.provenance) })

  /// The version of what an optimizer's training does; of an unknown one, the program's.
  package static func semantics(of name: String) -> Int {
    Identity.currentSemantics + (all.first { $0.name == name }?.revision ?? 0)
  }

  /// In the order of listings.
  public let families: [any OptimizerFamily.Type]

  private init(families: [any OptimizerFamily.Type]) { self.families = families }

  /// This catalog with one more family, whose name must be free.
  public func adding(_ family: any OptimizerFamily.Type) -> OptimizerCatalog {
    precondition(!families.contains { $0.name == family.name }, "\(family.name) is taken")
    return OptimizerCatalog(families: families + [family])
  }

  /// The optimizer that `component` names, with its settings.
  ///
  /// - Throws: a name that is not in the catalog, or a setting that the family does not have or
  ///   that is out of its range.
  public func make(_ component: Component) throws(SettingsProblem) -> Optimizer {
    guard let family = families.first(where: { $0.name == component.name }) else {
      throw .unknownComponent(
        name: component.name, axis: "optimizer",
        nearest: nearestName(to: component.name, among: families.map { $0.name }))
    }
    return try family.make(component)
  }

  /// The standard optimizer that `component` names.
  public static func make(_ component: Component) throws(SettingsProblem) -> Optimizer {
    try standard.make(component)
  }
}
