import Graphs
import Models
import Tensors
import Vocabulary

/// Prefix tuning: virtual keys and values before every sequence, in each layer.
///
/// As wide as the layer's keys, also where they are shared by groups of queries. Li and Liang
/// 2021, arXiv:2101.00190. Real tokens come after the prefix in position, as in PEFT; with `shift`
/// off they begin at position 0, as in MeZO's and ZO-Bench's code.
package enum PrefixTuning: SchemeFamily {
  package struct Hyperparameters: Settings {
    @Setting(5, .size, "Virtual keys and values per layer.") package var tokens: Int
    @Setting(.initial("How keys and values begin; real are those of random tokens."))
    package var initial: InitialPrefix
    @Setting(
      false,
      "Whether keys and values come from a shared embedding through two-layer networks (MeZO's "
        + "`reparam`); then `init` must be `normal`.")
    package var reparametrised: Bool
    @Setting(512, .size, "The width of the embedding and of the networks' middle.")
    package var width: Int
    @Setting(true, "Whether the prefix takes positions.") package var shift: Bool

    package init() {}

    private enum CodingKeys: String, CodingKey {
      case tokens
      case initial = "init"
      case reparametrised, width, shift
    }
  }

  package static let name = "prefix"
  package static let summary = "prefix tuning: virtual keys and values of every layer train"

  /// As MeZO's and ZO-Bench's scripts probe it (ε of full fine-tuning is 1e-3).
  package static let probingDistance: Double? = 1e-1

  package static func make(
    _ hyperparameters: Hyperparameters
  ) throws(SettingsProblem) -> any TuningScheme {
    let isReal = hyperparameters.initial == .real
    guard !(isReal && hyperparameters.reparametrised) else {
      throw .outOfRange(
        setting: "init", component: name, found: "real",
        wanted: "normal where the prefix is reparametrised")
    }
    return PrefixScheme(
      tokens: hyperparameters.tokens, isReal: isReal, shift: hyperparameters.shift,
      network: hyperparameters.reparametrised ? hyperparameters.width : nil)
  }
}

/// How virtual tokens begin: as the model's own, or random.
package enum InitialPrefix: String, SettingChoice {
  case real, normal
}

extension Setting where Value == InitialPrefix {
  static func initial(_ summary: String) -> Setting { Setting(.real, summary) }
}
