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
