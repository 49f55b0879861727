import Models
import Tensors
import Vocabulary

/// How a scheme learns from the training examples.
package enum Learning: Hashable, Sendable {
  /// By an optimizer's steps.
  case steps
  /// Not at all; so many solved examples are shown before every question.
  case nothing(demonstrations: Int)
  /// By fitting the rows of a linear head to the features of a frozen model.
  case probe

  /// Whether the optimizer matters.
  package var usesOptimizer: Bool { self == .steps }
}

/// What is trained: parameters of a model, or parameters that are attached to it.
///
/// A scheme knows no family: it finds its places by the names of parameters and the operations
/// that read them, in the graph that the family writes.
package protocol TuningScheme: Sendable {
  var learning: Learning { get }
  /// The model with what the scheme attaches to it.
  ///
  /// - Throws: `InputProblem` when the model has nothing that the scheme could train.
  func attach(to model: any LanguageModel) throws(InputProblem) -> TunedModel
}

extension TuningScheme {
  package var learning: Learning { .steps }
}

/// A scheme that trains some of a model's own parameters.
package protocol SelectionScheme: TuningScheme {
  /// Indices of the parameters that train.
  ///
  /// - Throws: `InputProblem` when the model has nothing that the scheme could train.
  func trainable(in layout: Layout) throws(InputProblem) -> Set<Int>
}

extension SelectionScheme {
  package func attach(to model: any LanguageModel) throws(InputProblem) -> TunedModel {
    var tuned = TunedModel(model)
    tuned.trainable = try trainable(in: model.layout)
    return tuned
  }
}

extension SettingRange {
  /// How many of what a scheme adds, from 1 to 65,536.
  static let size = SettingRange.in(1...1 << 16)
}

extension Setting where Value == [String] {
  /// Modules by name or by the end of their name; those that a model has.
  static func modules(_ names: [String], _ summary: String) -> Setting {
    Setting(names, summary + ", by name or by the end of their name.")
  }
}

/// A named scheme: one file in `Catalog`.
package protocol SchemeFamily: Sendable {
  associatedtype Hyperparameters: Settings
  static var name: String { get }
  /// One sentence for listings.
  static var summary: String { get }
  /// Whether an optimizer trains it; otherwise a grid has one cell for all optimizers.
  static var usesOptimizer: Bool { get }
  /// ε with which authors probe what the scheme trains; nil where it is the optimizer's own.
  static var probingDistance: Double? { get }
  static func make(_ hyperparameters: Hyperparameters) throws(SettingsProblem) -> any TuningScheme
}

extension SchemeFamily {
  package static var usesOptimizer: Bool { true }
  package static var probingDistance: Double? { nil }

  static func make(_ component: Component) throws(SettingsProblem) -> any TuningScheme {
    try make(Hyperparameters.resolved(from: component))
  }

  static var description: ComponentDescription {
    ComponentDescription(
      name: name, summary: summary, settings: Hyperparameters.declarations,
      usesOptimizer: usesOptimizer)
  }

  /// `targets` and, if they are the default ones, what other families call the same layers.
  static func names(
    _ targets: [String], default names: [String], alike: [String]
  ) -> [String] { targets == names ? targets + alike : targets }

  /// - Throws: layers that are named twice, or none.
  static func checkNames(_ names: [String], of setting: String) throws(SettingsProblem) {
    guard names.isEmpty || Set(names).count < names.count else { return }
    throw .outOfRange(
      setting: setting, component: name, found: "[\(names.joined(separator: ", "))]",
      wanted: "a list of at least one layer, each named once")
  }

  /// The matrices of the linear layers that are called so, at least one, in order.
  static func linearWeights(
    _ targets: [String], of model: any LanguageModel
  ) throws(InputProblem) -> [Slice] {
    let layers = ModelOperations(model).linearWeights
    let found = layers.filter { $0.isTarget(of: targets) }
    guard found.isEmpty else { return found }
    let known = Set(layers.compactMap { $0.module.split(separator: ".").last }).sorted()
    throw problem(
      "no linear layer is called \(targets.joined(separator: ", ")); "
        + "the model has \(known.joined(separator: ", "))")
  }

  /// A problem of this scheme with a model.
  static func problem(_ message: String) -> InputProblem {
    InputProblem(at: "scheme \(name)", message)
  }
}
