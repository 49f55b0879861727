import Graphs
import Models
import Tensors
import Vocabulary

/// IA³: vectors that scale keys, values and the feed-forward layers' inner activations.
///
/// They begin at one. Liu et al. 2022, arXiv:2205.05638; layers chosen and named as PEFT does.
package enum IA3: SchemeFamily {
  package struct Hyperparameters: Settings {
    @Setting(
      .modules(["k_proj", "v_proj", "key", "value"], "Layers whose result is scaled"))
    package var targets: [String]
    @Setting(
      .modules(["fc2", "down_proj", "output.dense"], "Layers whose input is scaled"))
    package var feedForward: [String]

    package init() {}
  }

  package static let name = "ia3"
  package static let summary = "IA3: vectors that scale keys, values and inner activations train"

  package static func make(
    _ hyperparameters: Hyperparameters
  ) throws(SettingsProblem) -> any TuningScheme {
    let (defaults, given) = (Hyperparameters(), hyperparameters)
    // One of the two lists may be empty.
    if !given.targets.isEmpty || given.feedForward.isEmpty {
      try checkNames(given.targets, of: "targets")
    }
    if !given.feedForward.isEmpty { try checkNames(given.feedForward, of: "feedForward") }
    return Scheme(
      results: names(
        hyperparameters.targets, default: defaults.targets, alike: ["c_attn", "query_key_value"]),
      inputs: names(
        hyperparameters.feedForward, default: defaults.feedForward,
        alike: ["mlp.c_proj", "dense_4h_to_h"]))
  }

  private struct Scheme: TuningScheme {
    var results: [String]
    var inputs: [String]

    func attach(to model: any LanguageModel) throws(InputProblem) -> TunedModel {
      var tuned = TunedModel(model)
      var scales: [Int: (vector: Slice, ofInput: Bool)] = [:]
      for weight in ModelOperations(model).linearWeights {
        let ofInput = weight.isTarget(of: inputs)
        guard ofInput || weight.isTarget(of: results) else { continue }
        let vector = tuned.add(
          "\(weight.module).ia3_l", .scale, columns: ofInput ? weight.columns : weight.rows,
          .constant(1))
        scales[weight.index] = (vector, ofInput)
      }
      guard !scales.isEmpty else {
        throw problem("no linear layer is called \((results + inputs).joined(separator: ", "))")
      }
      let known = scales
      tuned.body = { planned, graph in
        guard let scale = planned.linearWeight.flatMap({ known[$0.index] }) else { return nil }
        let vector = graph.parameter(scale.vector)
        guard scale.ofInput else {
          return graph.add(ScaleColumns(), graph.add(planned.operation, planned.inputs), vector)
        }
        var inputs = planned.inputs
        inputs[0] = graph.add(ScaleColumns(), inputs[0], vector)
        return graph.add(planned.operation, inputs)
      }
      return tuned
    }
  }
}
