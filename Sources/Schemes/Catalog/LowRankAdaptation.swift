import Graphs
import Models
import Tensors
import Vocabulary

/// LoRA: a low-rank update beside chosen linear layers; everything else is frozen.
///
/// `y = W x + b + (alpha / rank) · B (A x)`, without dropout. A begins uniform in ±1/√in, B at
/// zero, so that the model begins as it was. A layer that makes queries, keys and values at once is
/// updated as a whole. Hu et al. 2021, arXiv:2106.09685; named as PEFT names them.
package enum LowRankAdaptation: SchemeFamily {
  package struct Hyperparameters: Settings {
    @Setting(8, .size, "The rank of an update.") package var rank: Int
    @Setting(16, .positive, "α: an update is multiplied by α over the rank.")
    package var alpha: Double
    @Setting(.modules(["q_proj", "v_proj", "query", "value"], "Layers that are updated"))
    package var targets: [String]

    package init() {}
  }

  package static let name = "lora"
  package static let summary = "LoRA: low-rank updates beside the query and value layers train"

  /// As MeZO's and ZO-Bench's scripts probe it (ε of full fine-tuning is 1e-3).
  package static let probingDistance: Double? = 1e-2

  package static func make(
    _ hyperparameters: Hyperparameters
  ) throws(SettingsProblem) -> any TuningScheme {
    try checkNames(hyperparameters.targets, of: "targets")
    return Scheme(
      rank: hyperparameters.rank,
      factor: Float(hyperparameters.alpha / Double(hyperparameters.rank)),
      targets: names(
        hyperparameters.targets, default: Hyperparameters().targets,
        alike: ["c_attn", "query_key_value"]))
  }

  /// The two matrices beside a layer.
  private struct Pair {
    var down, up: Slice
  }

  private struct Scheme: AdapterScheme {
    let adapterKind = AdapterKind.lora
    var rank: Int
    var factor: Float
    var targets: [String]

    func attach(to model: any LanguageModel) throws(InputProblem) -> TunedModel {
      var tuned = TunedModel(model)
      var pairs: [Int: Pair] = [:]
      for weight in try linearWeights(targets, of: model) {
        pairs[weight.index] = pair(beside: weight, &tuned)
      }
      let (factor, beside) = (factor, pairs)
      tuned.body = { planned, graph in
        guard let pair = planned.linearWeight.flatMap({ beside[$0.index] }) else { return nil }
        let y = graph.add(planned.operation, planned.inputs)
        let low = graph.add(Linear(), planned.inputs[0], graph.parameter(pair.down))
        let update = graph.add(Linear(), low, graph.parameter(pair.up))
        return graph.add(AddScaled(factor), y, update)
      }
      return tuned
    }

    private func pair(beside weight: Slice, _ tuned: inout TunedModel) -> Pair {
      let bound = 1 / Float(weight.columns).squareRoot()
      return Pair(
        down: tuned.add(
          "\(weight.module).lora_A.weight", .matrix, rows: rank, columns: weight.columns,
          .uniform(bound: bound)),
        up: tuned.add(
          "\(weight.module).lora_B.weight", .matrix, rows: weight.rows, columns: rank,
          .constant(0)))
    }
  }
}
