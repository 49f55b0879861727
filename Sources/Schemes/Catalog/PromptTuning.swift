import Graphs
import Models
import Tensors
import Vocabulary

/// Prompt tuning: the embeddings of virtual tokens before every sequence train.
///
/// They take positions: what follows is shifted by their number. Lester et al. 2021,
/// arXiv:2104.08691.
package enum PromptTuning: SchemeFamily {
  package struct Hyperparameters: Settings {
    @Setting(10, .size, "Virtual tokens before every sequence.") package var tokens: Int
    @Setting(.initial("How embeddings begin; real are those of random tokens."))
    package var initial: InitialPrefix

    package init() {}

    private enum CodingKeys: String, CodingKey {
      case tokens
      case initial = "init"
    }
  }

  package static let name = "prompt"
  package static let summary = "prompt tuning: the embeddings of virtual tokens train"

  /// As MeZO's and ZO-Bench's scripts probe it (ε of full fine-tuning is 1e-3).
  package static let probingDistance: Double? = 1e-1

  package static func make(
    _ hyperparameters: Hyperparameters
  ) throws(SettingsProblem) -> any TuningScheme {
    Scheme(
      tokens: hyperparameters.tokens,
      isReal: hyperparameters.initial == .real)
  }

  private struct Scheme: AdapterScheme {
    let adapterKind = AdapterKind.prompt
    var tokens: Int
    var isReal: Bool

    func attach(to model: any LanguageModel) throws(InputProblem) -> TunedModel {
      guard model.maxPositions > tokens else {
        throw problem(
          "\(tokens) of the model's \(model.maxPositions) positions would leave none for text")
      }
      let embedding = ModelOperations(model).body.lazy.compactMap { planned in
        (planned.operation as? Embedding).flatMap { $0.index == .token ? (planned, $0) : nil }
      }.first
      guard let (planned, words) = embedding, let table = planned.parameters[0] else {
        throw problem("the model has no embedding of tokens")
      }
      var tuned = TunedModel(model)
      let prompt = tuned.add(
        "prompt_embeddings", .embedding, rows: tokens, columns: table.columns,
        isReal ? .embeddings(of: table, times: words.factor) : .normal(deviation: 1))
      tuned.virtualTokens = (0..<tokens).map { Int32(table.rows + $0) }
      tuned.reservedPositions = tokens
      tuned.body = { planned, graph in
        guard let words = planned.operation as? Embedding, words.index == .token else {
          return nil
        }
        return graph.add(
          PromptedEmbedding(times: words.factor), planned.inputs[0], graph.parameter(prompt))
      }
      return tuned
    }
  }
}
