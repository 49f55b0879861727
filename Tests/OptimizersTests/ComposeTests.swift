import Optimizers
import Tensors
import Testing
import Vocabulary

@Suite("Composed optimizers")
struct ComposeTests {
  private func part(_ name: String, _ settings: [String: SettingValue] = [:]) -> SettingValue {
    .map([name: .map(settings)])
  }

  @Test("the parts of a named optimizer are that optimizer, bit for bit")
  func named() throws {
    let epsilon: [String: SettingValue] = ["epsilon": .number(0.1)]
    let pairs: [(String, [String: SettingValue], [String: SettingValue])] = [
      ("zo-sgd", [:], ["estimator": part("two-sided", epsilon)]),
      (
        "zo-adam", [:],
        ["estimator": part("two-sided", epsilon), "update": .list([.text("adam")])]
      ),
      (
        "sparse-mezo", [:],
        [
          "estimator": part("two-sided", epsilon),
          "mask": part("small", ["sparsity": .number(0.75)]),
        ]
      ),
      (
        "subzero", ["rank": .integer(2)],
        [
          "estimator": part("two-sided", epsilon),
          "directions": part("subzero", ["rank": .integer(2)]),
        ]
      ),
      (
        "conmezo", ["warmUpBeta": .boolean(true)],
        ["estimator": part("two-sided", epsilon), "directions": .text("cone")]
      ),
      ("hizoo", [:], ["estimator": part("two-sided", epsilon), "directions": .text("curvature")]),
      ("kerzoo", [:], ["estimator": part("kernel", epsilon)]),
      ("mezo-greedy", [:], ["estimator": part("greedy", epsilon)]),
      ("zo-sgd-cons", [:], ["estimator": part("conservative", epsilon)]),
      ("zo-sgd-block", ["level": .text("block")], ["estimator": part("part-by-part", epsilon)]),
      (
        "zo-sgd-sign", [:],
        ["estimator": part("two-sided", epsilon), "update": .list([.text("sign")])]
      ),
      (
        "meazo", [:],
        ["estimator": part("two-sided", epsilon), "update": .list([.text("scalar-rms")])]
      ),
      ("lezo", [:], ["estimator": part("two-sided", epsilon), "mask": .text("layers")]),
      ("forward-grad", [:], ["estimator": .text("tangent")]),
    ]
    for (name, settings, parts) in pairs {
      // Schedules reach the parts of both.
      let rate: [String: SettingValue] = [
        "learningRate": .number(0.005), "schedule": .text("cosine"), "warmUp": .integer(3),
      ]
      let (first, second) = (try Parabola(), try Parabola())
      let own = name == "forward-grad" ? settings : settings.merging(epsilon) { a, _ in a }
      try make(name, rate.merging(own) { _, new in new })
        .run(8, on: first)
      try make("compose", rate.merging(parts) { _, new in new }).run(8, on: second)
      #expect(bits(first.values) == bits(second.values), "\(name)")
    }
  }

  @Test("what has no name runs: SubZero's directions, FZOO's estimator, Adam")
  func nameless() throws {
    let optimizer = try make(
      "compose",
      [
        "learningRate": .number(0.02), "estimator": part("fzoo", ["epsilon": .number(0.01)]),
        "directions": part("subzero", ["rank": .integer(2)]), "coordinates": .list([.text("adam")]),
      ])
    let problem = try Parabola()
    let before = problem.loss
    try optimizer.run(100, on: problem)
    #expect(problem.loss < 0.9 * before)
  }

  @Test("parts that do not fit are refused with the setting and the reason")
  func refused() {
    let cases: [([String: SettingValue], String, String)] = [
      (["coordinates": .list([.text("adam")])], "coordinates", "coordinates"),
      (["update": .list([.text("divide-by-deviation")])], "update", "deviation"),
      (["update": .list([.text("orthogonalize")])], "update", "matrix"),
      (
        ["directions": .text("cone"), "mask": .text("small")], "mask",
        "momentum is of all parameters"
      ),
      (
        ["directions": .text("curvature"), "estimator": .text("fzoo")], "estimator",
        "second difference"
      ),
      (
        ["estimator": .text("conservative"), "update": .list([.text("adam")])], "update",
        "plain descent"
      ),
      (
        ["estimator": .text("part-by-part"), "update": .list([.text("momentum")])], "update",
        "gauss-seidel"
      ),
      (
        ["estimator": .text("backpropagation"), "update": .list([.text("scalar-rms")])],
        "update", "slopes"
      ),
      (
        ["estimator": .text("fzoo"), "update": .list([.text("rebuilt-adam")])], "update",
        "one slope"
      ),
      (
        [
          "directions": .text("subzero"), "mask": .text("random"),
          "coordinates": .list([.text("adam")]),
        ], "mask", "coordinates"
      ),
      (
        ["directions": .text("lozo"), "coordinates": .list([.text("weight-decay")])],
        "coordinates", "weights"
      ),
      (["directions": .text("mixture"), "estimator": .text("guided")], "estimator", "one slope"),
    ]
    for (settings, setting, reason) in cases {
      do {
        _ = try make("compose", settings)
        Issue.record("accepted: \(settings)")
      } catch {
        guard case .outOfRange(setting, "compose", _, let wanted) = error as? SettingsProblem else {
          Issue.record("\(settings): \(error)")
          continue
        }
        #expect(wanted.contains(reason), "\(wanted)")
      }
    }
  }

  @Test("unknown parts and settings are named")
  func unknown() {
    #expect(
      throws: SettingsProblem.unknownComponent(
        name: "two-side", axis: "estimator", nearest: "two-sided")
    ) { try make("compose", ["estimator": .text("two-side")]) }
    #expect(throws: SettingsProblem.self) {
      try make("compose", ["estimator": part("two-sided", ["epsilo": .number(1)])])
    }
    #expect(throws: SettingsProblem.self) {
      try make("compose", ["estimator": .map(["two-sided": .map([:]), "fzoo": .map([:])])])
    }
    #expect(throws: SettingsProblem.self) { try make("compose", ["update": .list([.integer(3)])]) }
  }
}
