import Graphs
import Models
import Tensors
import Vocabulary

/// Linear probing: rows of the head, fitted to the frozen model's features by logistic regression.
///
/// Features are what the vocabulary's matrix is applied to where an answer's tokens are predicted;
/// classes are those tokens, whose rows are overwritten (MeZO). A model without a
/// head gets one, of zeros elsewhere.
package enum LinearProbe: SchemeFamily {
  package struct Hyperparameters: Settings {
    package init() {}
  }

  package static let name = "linear-probe"
  package static let summary = "linear probing: logistic regression on the frozen model's features"
  package static let usesOptimizer = false

  package static func make(
    _ hyperparameters: Hyperparameters
  ) throws(SettingsProblem) -> any TuningScheme { Scheme() }

  private struct Scheme: TuningScheme {
    var learning: Learning { .probe }

    func attach(to model: any LanguageModel) throws(InputProblem) -> TunedModel {
      let operations = ModelOperations(model)
      var tuned = TunedModel(model)
      if !model.hasHead {
        tuned.probe = tuned.add(
          "probe.weight", .embedding, rows: model.vocabularySize, columns: operations.width,
          .constant(0))
        tuned.notes.append("the model has no head: the probe brings its own")
      } else if let (weight, bias) = operations.vocabulary {
        tuned.replaceHead(weight, bias)
      } else {
        throw problem("the model's head does not end in a linear layer")
      }
      tuned.trainable = []
      return tuned
    }
  }
}

extension TunedModel {
  /// Gives the head a matrix and a bias of its own, which the probe writes.
  ///
  /// A bound behind it is left out: what is fitted are the logits of a linear layer.
  fileprivate mutating func replaceHead(_ weight: Slice, _ bias: Slice?) {
    let rows = add(
      "probe.weight", .embedding, rows: weight.rows, columns: weight.columns, .copy(of: weight))
    let shift = bias.map { add("probe.bias", .bias, columns: $0.columns, .copy(of: $0)) }
    (probe, probeBias) = (rows, shift)
    head = { planned, graph in
      if planned.operation is SoftCap { return planned.inputs[0] }
      guard planned.linearWeight == weight else { return nil }
      var inputs = [planned.inputs[0], graph.parameter(rows)]
      if let shift { inputs.append(graph.parameter(shift)) }
      return graph.add(planned.operation, inputs)
    }
  }
}
