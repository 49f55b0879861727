import Experiments
import Graphs
import Models
import Tensors

/// Prefix tuning: virtual keys and values before every sequence, in each layer.
///
/// As wide as the layer's keys, also where they are shared by groups of queries. Li and Liang
/// 2021, arXiv:2101.00190. Real tokens come after the prefix in position, as in PEFT; with `shift`
/// off they begin at position 0, as in MeZO's and ZO-Bench's code.
public enum PrefixTuning: SchemeFamily {
  public struct Hyperparameters: Settings {
    /// Virtual keys and values per layer.
    public var tokens = 5
    /// `real`: keys and values that the frozen model has for random tokens; or `normal`.
    public var initial = "real"
    /// Whether keys and values come from a shared embedding through two-layer networks (MeZO's
    /// `reparam`); then `init` must be `normal`.
    public var reparametrised = false
    /// Width of the embedding and of the networks' middle.
    public var width = 512
    /// Whether the prefix takes positions.
    public var shift = true

    public init() {}

    private enum CodingKeys: String, CodingKey {
      case tokens
      case initial = "init"
      case reparametrised, width, shift
    }
  }

  public static let name = "prefix"
  public static let summary = "prefix tuning: virtual keys and values of every layer train"

  public static func make(
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
