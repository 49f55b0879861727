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
    /// Virtual keys and values per layer.
    package var tokens = 5
    /// `real`: keys and values that the frozen model has for random tokens; or `normal`.
    package var initial = "real"
    /// Whether keys and values come from a shared embedding through two-layer networks (MeZO's
    /// `reparam`); then `init` must be `normal`.
    package var reparametrised = false
    /// Width of the embedding and of the networks' middle.
    package var width = 512
    /// Whether the prefix takes positions.
    package var shift = true

    package init() {}

    private enum CodingKeys: String, CodingKey {
      case tokens
      case initial = "init"
      case reparametrised, width, shift
    }
  }

  package static let name = "prefix"
  package static let summary = "prefix tuning: virtual keys and values of every layer train"

  package static func make(
    _ hyperparameters: Hyperparameters
  ) throws(SettingsProblem) -> any TuningScheme {
    let tokens = try checked(hyperparameters.tokens, "tokens")
    let width = try checked(hyperparameters.width, "width")
    let isReal = try isReal(hyperparameters.initial)
    guard !(isReal && hyperparameters.reparametrised) else {
      throw .outOfRange(
        setting: "init", component: name, found: "real",
        wanted: "normal where the prefix is reparametrised")
    }
    return PrefixScheme(
      tokens: tokens, isReal: isReal, shift: hyperparameters.shift,
      network: hyperparameters.reparametrised ? width : nil)
  }
}

extension SchemeFamily {
  /// Whether parameters begin as the model's own: the setting `init` is `real`, not `normal`.
  static func isReal(_ initial: String) throws(SettingsProblem) -> Bool {
    guard ["real", "normal"].contains(initial) else {
      throw .outOfRange(
        setting: "init", component: name, found: initial, wanted: "real or normal")
    }
    return initial == "real"
  }
}
