import Graphs
import Models
import Tensors
import Vocabulary

/// Tensor-train adapters behind the attention and the feed-forward layers (AdaZeta).
///
/// `y = x + up(f(down(x)))` on what each of the two writes, before it joins the residual stream; up
/// and down are layers of tensor trains (`TensorTrainLayer`) without bias; everything else is
/// frozen, norms too, as in the paper: the authors' code trains LLaMA's norms again. The
/// contracted matrices begin with variance 1 / (in + out), except that with `start: identity` the
/// last core of up is zero, so that the model begins as it was; the authors begin at random
/// (`start: random`). Yang et al., EMNLP 2024, arXiv:2406.18060; which of the code's activations
/// goes with the paper's numbers is unconfirmed (its scripts say relu, its default is tanh).
package enum TensorTrain: SchemeFamily {
  /// What stands between the halves of an adapter.
  package enum Nonlinearity: String, SettingChoice {
    case relu, tanh

    fileprivate var activation: Activation { self == .relu ? .relu : .tanh }
  }

  /// How an adapter begins.
  package enum Start: String, SettingChoice {
    case identity, random
  }

  package struct Hyperparameters: Settings {
    @Setting(5, .size, "The rank between cores.") package var rank: Int
    @Setting(64, .size, "The width between down and up.") package var bottleneck: Int
    @Setting(3, .in(1...16), "Cores of each half of a layer: how many digits a width has.")
    package var cores: Int
    @Setting(.relu, "What stands between down and up.") package var activation: Nonlinearity
    @Setting(.identity, "Whether an adapter begins as the identity.") package var start: Start
    @Setting(
      .modules(
        ["out_proj", "o_proj", "fc2", "down_proj", "output.dense"],
        "Layers behind which adapters stand"))
    package var targets: [String]

    package init() {}
  }

  package static let name = "tensor-train"
  package static let summary = "AdaZeta: tensor-train adapters behind both halves of a block train"

  package static func make(
    _ hyperparameters: Hyperparameters
  ) throws(SettingsProblem) -> any TuningScheme {
    try checkNames(hyperparameters.targets, of: "targets")
    return Scheme(
      rank: hyperparameters.rank,
      bottleneck: hyperparameters.bottleneck,
      cores: hyperparameters.cores, activation: hyperparameters.activation.activation,
      isIdentity: hyperparameters.start == .identity,
      targets: names(
        hyperparameters.targets, default: Hyperparameters().targets,
        alike: ["c_proj", "attention.dense", "self_attn.dense", "dense_4h_to_h"]))
  }

  /// The adapter behind one layer.
  private struct Adapter {
    var down, up: TensorTrainLayer
    var downCores, upCores: TensorTrainLayer.Parameters
  }

  private struct Scheme: TuningScheme {
    var rank, bottleneck, cores: Int
    var activation: Activation
    var isIdentity: Bool
    var targets: [String]

    func attach(to model: any LanguageModel) throws(InputProblem) -> TunedModel {
      var tuned = TunedModel(model)
      var adapters: [Int: Adapter] = [:]
      for weight in try linearWeights(targets, of: model) {
        adapters[weight.index] = adapter(behind: weight, &tuned)
      }
      let (known, activation) = (adapters, activation)
      tuned.body = { planned, graph in
        guard let adapter = planned.linearWeight.flatMap({ known[$0.index] }) else { return nil }
        let x = graph.add(planned.operation, planned.inputs)
        let low = adapter.down.apply(adapter.downCores, to: x, &graph)
        let middle = graph.add(Activate(activation), low)
        return graph.add(Add(), x, adapter.up.apply(adapter.upCores, to: middle, &graph))
      }
      return tuned
    }

    private func adapter(behind weight: Slice, _ tuned: inout TunedModel) -> Adapter {
      let wide = TensorTrainLayer.digits(of: weight.rows, parts: cores)
      let narrow = TensorTrainLayer.digits(of: bottleneck, parts: cores)
      let down = TensorTrainLayer(wide, narrow, rank: rank)
      let up = TensorTrainLayer(narrow, wide, rank: rank)
      return Adapter(
        down: down, up: up, downCores: down.add("\(weight.module).tt_down", zero: false, &tuned),
        upCores: up.add("\(weight.module).tt_up", zero: isIdentity, &tuned))
    }
  }
}
