import Optimizers
import Testing
import Vocabulary

@Suite("Settings of the catalog")
struct SettingsTests {
  @Test("refuses settings out of range")
  func outOfRange() {
    let bad: [(String, String, SettingValue)] = [
      ("fo-sgd", "learningRate", .number(0)), ("fo-sgd", "momentum", .number(1)),
      ("fo-sgd", "momentum", .number(-0.1)), ("fo-sgd", "weightDecay", .number(-1)),
      ("fo-sgd", "clip", .number(-1)), ("fo-adam", "learningRate", .number(-1)),
      ("fo-adam", "beta1", .number(1)), ("fo-adam", "beta2", .number(-0.5)),
      ("fo-adam", "epsilon", .number(0)), ("fo-adam", "weightDecay", .number(-1)),
      ("zo-sgd", "learningRate", .number(0)), ("zo-sgd", "epsilon", .number(0)),
      ("zo-sgd", "queries", .integer(0)), ("zo-sgd", "queries", .integer(5000)),
      ("zo-sgd", "directions", .text("uniform")), ("zo-sgd", "weightDecay", .number(-1)),
      ("zo-sgd", "sides", .text("three")), ("fzoo", "queries", .integer(1)),
      ("fzoo", "form", .text("other")), ("mezo-gv", "candidates", .integer(1)),
      ("mezo-gv", "share", .number(1)), ("lezo", "ratio", .number(1.5)),
      ("adalezo", "exploration", .number(0)), ("sparse-mezo", "sparsity", .number(1)),
      ("zo-sgd-sparse", "pattern", .text("small")), ("zo-sgd-block", "level", .text("tensor")),
      ("subzero", "rank", .integer(0)), ("conmezo", "angle", .number(2)),
      ("zo-adamu", "ends", .number(0.01)), ("hizoo", "smoothing", .number(1)),
      ("zo-sgd", "schedule", .text("step")), ("zo-sgd", "warmUp", .integer(-1)),
      ("zo-sgd", "floor", .number(2)), ("zo-sgd", "epsilonSchedule", .text("none")),
    ]
    for (name, setting, value) in bad {
      #expect("\(name) takes \(setting) = \(value)") {
        _ = try make(name, [setting: value])
      } throws: { error in
        guard case .outOfRange(setting, name, _, _) = error as? SettingsProblem else {
          return false
        }
        return true
      }
    }
  }
}
