import Vocabulary

/// Settings that several optimizers have: each is declared here once.
extension Setting where Value: BinaryFloatingPoint {
  /// η; or `auto`: κ over the measured curvature; or `{ relative: 1e-3 }`: the size of a step's
  /// update in sizes of the weights.
  public static func learningRate(_ initial: Value) -> Setting {
    Setting(initial, .positive.or(automatic).orRelative, "How far a step goes.")
  }

  static func vectorRate() -> Setting {
    Setting(1e-5, .notNegative, "The learning rate of vectors, in learning rates of matrices.")
  }

  /// ε of a probe as MeZO's authors run it: 1e-3, and with some schemes as far as these say.
  public static func epsilon() -> Setting {
    Setting(
      1e-3, .positive,
      "How far from the weights a probe is; by default 0.01 with lora, 0.1 with prefix and prompt."
    ).ofProbes
  }

  /// ε of a probe that has the same default with every scheme.
  public static func epsilon(_ initial: Value) -> Setting {
    Setting(initial, .positive, "How far from the weights a probe is.")
  }

  /// λ of decoupled or L2 decay: at least 0, and 0 is none.
  public static func weightDecay(_ initial: Value = 0) -> Setting {
    Setting(initial, .notNegative, "λ: how much of the weights is added to the gradient.")
  }

  /// μ, in 0 ..< 1: what is kept of the momentum from step to step.
  public static func momentum(_ initial: Value) -> Setting {
    Setting(initial, .decay, "The decay of the momentum; 0 is none.")
  }

  /// Adam's β₁, in 0 ..< 1 (Kingma and Ba 2015, arXiv:1412.6980).
  public static func beta1(_ initial: Value = 0.9) -> Setting {
    Setting(initial, .decay, "β₁: the decay of the first moment.")
  }

  /// Adam's β₂, in 0 ..< 1 (Kingma and Ba 2015, arXiv:1412.6980).
  public static func beta2(_ initial: Value = 0.999) -> Setting {
    Setting(initial, .decay, "β₂: the decay of the second moment.")
  }

  /// Adam's ε, above 0; not the distance of a probe.
  public static func adamEpsilon(_ initial: Value = 1e-8) -> Setting {
    Setting(initial, .positive, "What is added to the root of the second moment.")
  }

  static func sparsity(_ initial: Value = 0.5) -> Setting {
    Setting(initial, .decay, "The share of the elements that is zeroed.")
  }

  static func angle() -> Setting {
    Setting(
      1.35, .positive(through: 1.5708), "Of the cone's angle; π/2 is MeZO.", unit: "radians")
  }

  static func coneBeta() -> Setting {
    Setting(0.99, .decay, "β: the decay of the momentum.")
  }

  static func smoothing() -> Setting {
    Setting(1e-8, .decay, "α: the weight of a new measurement.")
  }

  static func drawnShare() -> Setting {
    Setting(0.1, .share, "The share of the parts that is drawn.")
  }

  static func growth() -> Setting { Setting(0.85, .positive, "α: what the queries grow by.") }

  static func growthPower() -> Setting {
    Setting(0.45, .notNegative, "β: the power of the epoch with which the queries grow.")
  }

  static func banditTemperature(_ initial: Value) -> Setting {
    Setting(initial, .positive, "τ: how little the bandit prefers parts with large slopes.")
  }

  static func banditExploration(_ initial: Value) -> Setting {
    Setting(initial, .share, "γ: the weight of equal chances beside the bandit's preference.")
  }
}

extension Setting where Value == Int {
  static func smoothingSteps() -> Setting {
    Setting(
      20_000, .in(0...1_000_000_000),
      "Of the run that α is for: on a shorter one it is larger in proportion; 0 takes it as it is.",
      unit: "steps")
  }

  static func window() -> Setting {
    Setting(10, .in(1...256), "From which the moments are rebuilt.", unit: "steps")
  }

  static func outputWindow() -> Setting {
    Setting(14, .in(1...256), "Whose changes of the outputs are kept.", unit: "steps")
  }

  static func stage() -> Setting {
    Setting(
      0, .in(0...1_000_000),
      "With the same λ; 0 is 128 of a run of 20,000, in proportion.", unit: "steps"
    ).share(of: RunShare(128))
  }

  static func cycles() -> Setting { Setting(2, .count, "How often λ begins anew.") }

  static func resample() -> Setting {
    Setting(1, .period, "Between draws of random elements.", unit: "steps")
  }

  /// Directions of a step, from `least` to 4096.
  public static func queries(_ initial: Int = 1, atLeast least: Int = 1) -> Setting {
    Setting(initial, .in(least...4096), "Directions of a step.")
  }

  /// Columns of a matrix's factors, at least 1.
  public static func rank(_ initial: Int) -> Setting {
    Setting(initial, .count, "The rank of a matrix's subspace.")
  }

  /// A number of steps, or 0 for the authors' own number as a share of their run.
  static func interval(of what: String, own: RunShare) -> Setting {
    Setting(
      0, .in(0...1_000_000),
      "Between draws of \(what); 0 is \(own), in proportion.", unit: "steps"
    ).share(of: own)
  }

  /// Steps for which a subspace is kept, at least 1.
  public static func refresh(_ initial: Int) -> Setting {
    Setting(initial, .period, "Between draws of the subspace.", unit: "steps")
  }
}

extension Setting where Value == PartByPart.Order {
  static func order() -> Setting {
    Setting(
      .gaussSeidel,
      "Whether a part is probed where those before it have moved, or where the step began.")
  }
}

extension Setting where Value == Shaping {
  static func shaping(_ initial: Shaping) -> Setting {
    Setting(initial, "How losses become the weights of a population's members.")
  }
}

extension Setting where Value == Momentum.Form {
  static func form() -> Setting { Setting(.sum, "Whether the momentum is a sum or an average.") }
}

extension Setting where Value == Bool {
  static func upstream() -> Setting {
    Setting(false, "Whether the step is as in the authors' code, where that differs.")
  }
}

/// On how many sides of the weights a query probes.
package enum ProbeSides: String, SettingChoice {
  case one, two
}

extension Setting where Value == ProbeSides {
  static func sides() -> Setting {
    Setting(.two, "On how many sides of the weights a query probes.")
  }
}

/// The word for a learning rate that is chosen during the run.
let automatic = "auto"

extension Settings {
  /// Whether the learning rate is chosen during the run.
  var isRateAutomatic: Bool { values["learningRate"] == .text(automatic) }
}
