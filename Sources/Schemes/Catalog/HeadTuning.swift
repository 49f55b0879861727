import Graphs
import Models
import Tensors
import Vocabulary

/// Head tuning: the vocabulary's matrix, and its bias, train; a tied one is untied first.
///
/// Untied, the embedding stays as it was and the head begins as a copy of it (ZO-Bench's
/// `head_tuning` with `untie_emb`).
package enum HeadTuning: SchemeFamily {
  package struct Hyperparameters: Settings {
    package init() {}
  }

  package static let name = "head"
  package static let summary = "head tuning: the vocabulary's matrix trains, untied if need be"

  package static func make(
    _ hyperparameters: Hyperparameters
  ) throws(SettingsProblem) -> any TuningScheme { Scheme() }

  private struct Scheme: TuningScheme {
    func attach(to model: any LanguageModel) throws(InputProblem) -> TunedModel {
      let operations = ModelOperations(model)
      guard let (weight, bias) = operations.vocabulary else {
        throw problem("the model has no linear head to train")
      }
      var tuned = TunedModel(model)
      if let bias { tuned.trainable.insert(bias.index) }
      if operations.bodyReads(weight) {
        tuned.untieHead(from: weight, bias: bias)
        tuned.notes.append(
          "the head shares \(weight.name): a copy of it trains, the embedding stays frozen")
      } else {
        tuned.trainable.insert(weight.index)
      }
      return tuned
    }
  }
}

extension TunedModel {
  /// Gives the head a matrix of its own that begins as `weight`.
  @discardableResult
  mutating func untieHead(from weight: Slice, bias: Slice?) -> Slice {
    // Where transformers has it: beside the bias of a masked model's decoder, or on its own.
    let module = reading == .causal ? "lm_head" : bias.map { "\($0.module).decoder" } ?? "lm_head"
    let name = layout["\(module).weight"] == nil ? module : "\(module).untied"
    let own = add(
      "\(name).weight", .embedding, rows: weight.rows, columns: weight.columns, .copy(of: weight))
    head = { planned, graph in
      guard planned.linearWeight == weight else { return nil }
      var inputs = planned.inputs
      inputs[1] = graph.parameter(own)
      return graph.add(planned.operation, inputs)
    }
    return own
  }
}
