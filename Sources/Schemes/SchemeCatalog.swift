import Vocabulary

/// The schemes that a grid may name.
package enum SchemeCatalog {
  package static let all: [any SchemeFamily.Type] = [
    FullFineTuning.self, LowRankAdaptation.self, PrefixTuning.self, PromptTuning.self,
    HeadTuning.self, LinearProbe.self, BitFit.self, LastLayers.self, IA3.self, TensorTrain.self,
    ZeroShot.self, InContextLearning.self,
  ]

  package static let descriptions: [ComponentDescription] = all.map { $0.description }

  /// ε with which authors probe what a scheme trains; nil where it is the optimizer's own.
  package static func probingDistance(of name: String) -> Double? {
    all.first { $0.name == name }?.probingDistance
  }

  /// The scheme that `component` names, with its settings.
  package static func make(_ component: Component) throws(SettingsProblem) -> any TuningScheme {
    guard let family = all.first(where: { $0.name == component.name }) else {
      throw .unknownComponent(
        name: component.name, axis: "scheme",
        nearest: nearestName(to: component.name, among: all.map { $0.name }))
    }
    return try family.make(component)
  }
}
