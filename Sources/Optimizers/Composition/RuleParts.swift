import Vocabulary

/// The update rules that a grid may name; the learning rate is always last.
enum RuleParts {
  struct Moments: Settings {
    var beta1 = 0.9
    var beta2 = 0.999
    var epsilon = 1e-8
    init() {}
  }

  struct Past: Settings {
    var factor: Float = 0.9
    /// `sum` or `average`.
    var form = "sum"
    init() {}
  }

  struct Decay: Settings {
    var decay: Float = 0.01
    init() {}
  }

  struct Limit: Settings {
    var norm = 1.0
    init() {}
  }

  struct Running: Settings {
    var beta = 0.99
    init() {}
  }

  struct Window: Settings {
    var window = 10
    init() {}
  }

  struct Vectors: Settings {
    /// What vectors are multiplied by.
    var vectors: Float = 1
    init() {}
  }

  private static func adam(_ name: String, _ second: Adam.Second) -> Part<any UpdateRule> {
    Part(name, Moments.self) { (h: Moments) throws(SettingsProblem) in
      for (setting, value) in [("beta1", h.beta1), ("beta2", h.beta2)] {
        try requirePart(value >= 0 && Float(value) < 1, setting, value, of: name, "in 0 ..< 1")
      }
      try requirePart(Float(h.epsilon) > 0, "epsilon", h.epsilon, of: name, "above 0")
      return Adam(
        beta1: h.beta1, beta2: h.beta2, epsilon: h.epsilon, second: second,
        correctsBias: second != .momentum)
    }
  }

  static let all: [Part<any UpdateRule>] = [
    adam("adam", .squares),
    adam("amsgrad", .largest),
    adam("r-adazo", .momentum),
    Part("momentum", Past.self) { (h: Past) throws(SettingsProblem) in
      try requirePart(
        h.factor >= 0 && h.factor < 1, "factor", h.factor, of: "momentum", "in 0 ..< 1")
      guard let form = Momentum.Form(rawValue: h.form) else {
        throw .outOfRange(
          setting: "form", component: "compose, momentum", found: h.form, wanted: "sum or average")
      }
      return Momentum(h.factor, form)
    },
    Part("weight-decay", Decay.self) { (h: Decay) throws(SettingsProblem) in
      try requirePart(
        h.decay >= 0 && h.decay.isFinite, "decay", h.decay, of: "weight-decay", "at least 0")
      return WeightDecay(h.decay)
    },
    Part("clip", Limit.self) { (h: Limit) throws(SettingsProblem) in
      try requirePart(h.norm > 0, "norm", h.norm, of: "clip", "above 0")
      return ClipNorm(h.norm)
    },
    Part("scalar-rms", Running.self) { (h: Running) throws(SettingsProblem) in
      try requirePart(h.beta >= 0 && h.beta < 1, "beta", h.beta, of: "scalar-rms", "in 0 ..< 1")
      return ScalarRMS(beta: h.beta)
    },
    Part("rebuilt-adam", Window.self) { (h: Window) throws(SettingsProblem) in
      try requirePart(
        (1...256).contains(h.window), "window", h.window, of: "rebuilt-adam", "in 1 ... 256")
      return RebuiltAdam(window: h.window)
    },
    Part("orthogonalize", Vectors.self) { (h: Vectors) throws(SettingsProblem) in
      try requirePart(
        h.vectors >= 0, "vectors", h.vectors, of: "orthogonalize", "at least 0")
      return Orthogonalize(vectors: h.vectors)
    },
    Part("sign") { Sign() },
    Part("divide-by-deviation") { DivideByDeviation() },
  ]
}
