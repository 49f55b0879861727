import Vocabulary

/// The optimizers that a grid may name.
public enum OptimizerCatalog {
  public static let all: [any OptimizerFamily.Type] = [
    FirstOrderSGD.self, FirstOrderAdam.self, FirstOrderAdamW.self, ForwardGradient.self,
    ZerothOrderSGD.self, ZerothOrderMomentum.self, ZerothOrderConservative.self,
    ZerothOrderSign.self, ZerothOrderAdam.self, RefinedAdaZO.self, ZerothOrderBlockwise.self,
    ZerothOrderSparse.self, HybridZOFO.self, FZOO.self, GRZO.self, MeZOGreedy.self, MeZOGV.self,
    LeZO.self, AdaLeZO.self, DominantLayer.self, SparseMeZO.self, SubZero.self, SubZeroPlus.self,
    LOZO.self, LOZOMomentum.self, TeZO.self, LOREN.self, ConMeZO.self, ZOAdaMU.self, HiZOO.self,
    MEAZO.self,
    AdaMeZO.self, DiZO.self, AGZO.self, AIMZO.self, KerZOO.self, ZOMuon.self, ZOMOPI.self,
    HELENE.self, BSZO.self, ZOFineTuner.self, AdaZeta.self,
    AdaFZOO.self, MeZOSVRG.self, QuZO.self, QZO.self, EvolutionStrategy.self, DPZero.self,
    JAGUAR.self, CurvZO.self, EGGROLL.self, Compose.self,
  ]

  public static let descriptions: [ComponentDescription] = all.map { $0.description }

  /// Where each optimizer comes from, by its name.
  public static let provenance = Dictionary(
    uniqueKeysWithValues: all.map { ($0.name, $0.provenance) })

  /// The optimizer that `component` names, with its settings.
  public static func make(_ component: Component) throws(SettingsProblem) -> Optimizer {
    guard let family = all.first(where: { $0.name == component.name }) else {
      throw .unknownComponent(
        name: component.name, axis: "optimizer",
        nearest: nearestName(to: component.name, among: all.map { $0.name }))
    }
    return try family.make(component)
  }
}
