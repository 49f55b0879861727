import Vocabulary

/// The update rules that a grid may name; the learning rate is always last.
enum RuleParts {
  struct Moments: Settings {
    @Setting(.beta1()) var beta1: Double
    @Setting(.beta2()) var beta2: Double
    @Setting(.adamEpsilon()) var epsilon: Double
    init() {}
  }

  struct Past: Settings {
    @Setting(.momentum(0.9)) var factor: Float
    @Setting(.form()) var form: Momentum.Form
    init() {}
  }

  struct Decay: Settings {
    @Setting(.weightDecay(0.01)) var decay: Float
    init() {}
  }

  struct Limit: Settings {
    @Setting(1, .positive, "The largest norm of the gradient.") var norm: Double
    init() {}
  }

  struct Running: Settings {
    @Setting(.beta2(0.99)) var beta: Double
    init() {}
  }

  struct Window: Settings {
    @Setting(.window()) var window: Int
    init() {}
  }

  struct Vectors: Settings {
    @Setting(1, .notNegative, "What vectors are multiplied by.") var vectors: Float
    init() {}
  }

  private static func adam(_ name: String, _ second: Adam.Second) -> Part<any UpdateRule> {
    Part(name, Moments.self) { h in
      Adam(
        beta1: h.beta1, beta2: h.beta2, epsilon: h.epsilon, second: second,
        correctsBias: second != .momentum)
    }
  }

  static let all: [Part<any UpdateRule>] = [
    adam("adam", .squares),
    adam("amsgrad", .largest),
    adam("r-adazo", .momentum),
    Part("momentum", Past.self) { Momentum($0.factor, $0.form) },
    Part("weight-decay", Decay.self) { WeightDecay($0.decay) },
    Part("clip", Limit.self) { ClipNorm($0.norm) },
    Part("scalar-rms", Running.self) { ScalarRMS(beta: $0.beta) },
    Part("rebuilt-adam", Window.self) { RebuiltAdam(window: $0.window) },
    Part("orthogonalize", Vectors.self) { Orthogonalize(vectors: $0.vectors) },
    Part("sign") { Sign() },
    Part("divide-by-deviation") { DivideByDeviation() },
  ]
}
