import Optimizers
import Testing
import Vocabulary

/// No optimizer takes a number with which its update means nothing.
@Suite("Settings of optimizers")
struct SettingRangeTests {
  /// What no rate, width or decay may be; the last overflows single precision.
  static let meaningless: [Double] = [.infinity, -.infinity, .nan, -1, 1e39]

  /// The setting that is refused, with what is said of it.
  private static func refusal(of settings: some Settings) -> (setting: String?, text: String)? {
    settings.problems(of: "it").first.map { ($0.setting, $0.description) }
  }

  @Test("of zo-sgd are finite and not negative", arguments: meaningless)
  func zerothOrderSGD(_ value: Double) {
    let settings: [(String, WritableKeyPath<ZerothOrderSGD.Hyperparameters, Float>)] = [
      ("learningRate", \.learningRate), ("epsilon", \.epsilon), ("weightDecay", \.weightDecay),
    ]
    for (name, path) in settings {
      var settings = ZerothOrderSGD.Hyperparameters()
      settings[keyPath: path] = Float(value)
      let refusal = Self.refusal(of: settings)
      #expect(refusal?.setting == name)
      #expect(refusal?.text.contains("it must be finite and a") == true)
    }
  }

  @Test("of fo-sgd are finite and not negative", arguments: meaningless)
  func firstOrderSGD(_ value: Double) {
    let settings: [(String, WritableKeyPath<FirstOrderSGD.Hyperparameters, Float>)] = [
      ("learningRate", \.learningRate), ("momentum", \.momentum), ("weightDecay", \.weightDecay),
    ]
    for (name, path) in settings {
      var settings = FirstOrderSGD.Hyperparameters()
      settings[keyPath: path] = Float(value)
      let refusal = Self.refusal(of: settings)
      #expect(refusal?.setting == name)
    }
  }

  @Test("of fo-adam are finite and not negative", arguments: meaningless)
  func firstOrderAdam(_ value: Double) {
    let singles: [(String, WritableKeyPath<FirstOrderAdam.Hyperparameters, Float>)] = [
      ("learningRate", \.learningRate), ("weightDecay", \.weightDecay),
    ]
    let doubles: [(String, WritableKeyPath<FirstOrderAdam.Hyperparameters, Double>)] = [
      ("beta1", \.beta1), ("beta2", \.beta2), ("epsilon", \.epsilon),
    ]
    var changed = singles.map { name, path in
      var settings = FirstOrderAdam.Hyperparameters()
      settings[keyPath: path] = Float(value)
      return (name, settings)
    }
    changed += doubles.map { name, path in
      var settings = FirstOrderAdam.Hyperparameters()
      settings[keyPath: path] = value
      return (name, settings)
    }
    for (name, settings) in changed {
      let refusal = Self.refusal(of: settings)
      #expect(refusal?.setting == name)
    }
  }

  /// 1e-50 is above 0, but not in the single precision in which the kernels divide by it; so is
  /// 1 − 1e-12 below 1.
  @Test("hold in single precision")
  func singlePrecision() {
    for (setting, value) in [("epsilon", 1e-50), ("beta1", 1 - 1e-12), ("beta2", 1 - 1e-12)] {
      let error = #expect(throws: SettingsProblem.self) {
        _ = try OptimizerCatalog.make(Component("fo-adam", [setting: .number(value)]))
      }
      #expect(error?.setting == setting)
    }
  }

  @Test("may be at the ends of their ranges")
  func ends() throws {
    for (name, setting, value) in [
      ("fo-sgd", "momentum", 0.0), ("fo-sgd", "weightDecay", 0), ("fo-sgd", "learningRate", 1e38),
      ("fo-adam", "beta1", 0), ("fo-adam", "epsilon", 1e-30), ("zo-sgd", "epsilon", 1e-30),
    ] {
      _ = try OptimizerCatalog.make(Component(name, [setting: .number(value)]))
    }
  }
}
