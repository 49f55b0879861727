import Foundation
import Optimizers
import Tensors
import Testing
import Vocabulary

@Suite("Update rules")
struct RuleTests {
  private let three: [Float] = [1, -2, 0.5]

  @Test("HELENE: m / (γ·max(h, λ) + ε) by hand, with an annealed momentum")
  func clippedNewton() throws {
    let gradients: [Float] = [2, -1, 3, 0.5]
    for (lambda, interval) in [(0.03, 1), (0.1, 1), (50, 1), (0.03, 2)] {
      let rule = ClippedNewton(
        beta1: 0.9, beta2: 0.99, anneal: 10, interval: interval, gamma: 2, lambda: Float(lambda))
      var (weight, m, h) = (0.0, 0.0, 0.0)
      let wanted = gradients.enumerated().map { step, gradient -> Double in
        // Of a script of one step, whose moments are 1, 2, ….
        let gain = 0.9 + 0.1 * exp(-Double(step + 1) / 10)
        m = 0.9 * m + gain * Double(gradient)
        if step % interval == 0 { h = 0.99 * h + 0.01 * Double(gradient) * Double(gradient) }
        weight -= m / (2 * max(h, lambda))
        return weight
      }
      #expect(expectClose(try Script.trace([rule], gradients), wanted, 1e-3))
    }
  }

  @Test("momentum's hand-computed trace")
  func momentumTrace() throws {
    let found = try Script.trace([Momentum(0.9), LearningRate(0.1)], three)
    #expect(expectClose(found, [-0.1, 0.01, 0.059], 1e-6))
    let average = try Script.trace([Momentum(0.9, .average), LearningRate(1)], three)
    #expect(expectClose(average, [-0.1, 0.01, 0.059], 1e-6))
  }

  @Test("Adam's hand-computed traces")
  func adamTraces() throws {
    let plain = try Script.trace([Adam(), LearningRate(0.1)], three)
    #expect(expectClose(plain, [-0.1, -0.0633896, -0.0497206], 1e-6))
    let torch = try Script.trace([Adam(epsilon: 0.1), LearningRate(0.1)], three)
    #expect(expectClose(torch, [-0.0909091, -0.0564761, -0.0437678], 1e-6))
    let early = try Script.trace(
      [Adam(epsilon: 0.1, addsEpsilonEarly: true), LearningRate(0.1)], three)
    #expect(expectClose(early, [-0.0240253, -0.0088617, -0.0031206], 1e-6))
  }

  @Test("AMSGrad's and ZO-AdaMM's hand-computed traces")
  func amsgradTraces() throws {
    let gradients: [Float] = [1, -2, 0.1]
    let plain = try Script.trace([Adam(beta2: 0.5), LearningRate(0.1)], gradients)
    #expect(expectClose(plain, [-0.1, -0.0665745, -0.0376753], 1e-6))
    let largest = try Script.trace(
      [Adam(beta2: 0.5, second: .largest), LearningRate(0.1)], gradients)
    #expect(expectClose(largest, [-0.1, -0.0665745, -0.0460943], 1e-6))
    let adamm = try Script.trace(
      [Adam(second: .largest, correctsBias: false), LearningRate(0.1)], three)
    #expect(expectClose(adamm, [-0.3162277, -0.1606486, -0.0929836], 1e-5))
  }

  @Test("R-AdaZO divides by the momentum's second moment")
  func refined() throws {
    let found = try Script.trace(
      [Adam(second: .momentum, correctsBias: false), LearningRate(0.1)], three)
    var (m, v, x) = (0.0, 0.0, 0.0)
    var wanted: [Double] = []
    for g in three {
      m = 0.9 * m + 0.1 * Double(g)
      v = 0.999 * v + 0.001 * m * m
      x -= 0.1 * m / (v.squareRoot() + 1e-8)
      wanted.append(x)
    }
    #expect(expectClose(found, wanted, 1e-5))
  }

  @Test("Adam's first step is the rate, and Adam does not see the gradient's scale")
  func adamScale() throws {
    let small = try Script.trace([Adam(), LearningRate(0.1)], three)
    let large = try Script.trace([Adam(), LearningRate(0.1)], three.map { 64 * $0 })
    #expect(abs(small[0] + 0.1) < 1e-6)
    #expect(expectClose(small, large, 1e-6))
  }

  @Test("weight decay spares biases and scales")
  func decay() throws {
    let (plain, decayed) = (try Parabola(), try Parabola())
    let start = plain.values
    try make("fo-sgd", ["learningRate": .number(0.1)]).run(1, on: plain)
    try make("fo-sgd", ["learningRate": .number(0.1), "weightDecay": .number(0.5)])
      .run(1, on: decayed)
    for slice in plain.layout.slices {
      let decays = slice.kind == .matrix || slice.kind == .embedding
      for index in plain.range(slice) {
        let wanted = decays ? -0.1 * 0.5 * start[index] : 0
        #expect(abs(decayed.values[index] - plain.values[index] - wanted) < 1e-6)
      }
    }
  }

  @Test("clipping shortens to the limit over all parameters, and only then")
  func clip() throws {
    for (limit, factor) in [(1e6, 1.0), (0.5, 0)] {
      let (plain, clipped) = (try Parabola(), try Parabola())
      let norm = OptimizersTests.norm(plain.exactGradient)
      let (start, gradient) = (plain.values, plain.exactGradient)
      try make("fo-sgd", ["learningRate": .number(0.1), "clip": .number(limit)])
        .run(1, on: clipped)
      let wanted = factor == 1 ? 0.1 : 0.1 * limit / norm
      for (index, value) in clipped.values.enumerated() {
        #expect(abs(Double(value - start[index]) + wanted * Double(gradient[index])) < 1e-5)
      }
    }
  }

  @Test("element-wise sign moves every element by the rate")
  func elementwiseSign() throws {
    let problem = try Parabola()
    let before = problem.values
    try make("zo-sgd-sign", ["learningRate": .number(0.125)]).run(1, on: problem)
    for (after, before) in zip(problem.values, before) {
      #expect(abs(abs(after - before) - 0.125) < 1e-6)
    }
  }

  @Test("scalar sign moves by −η·sign(c)·z")
  func scalarSign() throws {
    let problem = try Parabola()
    let before = problem.values
    var run = try Run(
      make("zo-sgd-sign", ["learningRate": .number(0.125), "scalar": .boolean(true)]), on: problem)
    try run.step()
    let term = try #require(run.estimates.first?.terms?.first)
    #expect(abs(term.scale) == 1)
    for (index, z) in try problem.direction(term.key).enumerated() {
      #expect(abs(problem.values[index] - before[index] + 0.125 * term.scale * z) < 1e-6)
    }
  }

  @Test("the signs' expectations are those of the study (2.4)")
  func signExpectations() throws {
    let linear = Linear(4)
    let length = norm(linear.gradient)
    var (scalar, element) = ([0.0, 0, 0, 0], [0.0, 0, 0, 0])
    let trials = 20_000
    for trial in 0..<trials {
      let step = ProbeStep(key: RandomKey(seed: trial))
      let found = try ScalarSign(TwoSided(epsilon: 1)).estimate(step) {
        (places: [Displacement]) throws(Divergence) in try linear.losses(at: places)
      }
      for (index, value) in linear.direction(found.terms ?? []).enumerated() {
        scalar[index] += Double(value) / Double(trials)
        element[index] += (value > 0 ? 1 : -1) / Double(trials)
      }
    }
    for index in 0..<4 {
      let cosine = Double(linear.gradient[index]) / length
      #expect(abs(scalar[index] - (2 / .pi).squareRoot() * cosine) < 0.04)
      #expect(abs(element[index] - 2 / .pi * asin(cosine)) < 0.04)
    }
  }

  @Test("AdaMeZO with a window of one steps by the sign of c·z")
  func windowOfOne() throws {
    let problem = try Parabola()
    var run = try Run(
      make(
        "adamezo",
        ["window": .integer(1), "learningRate": .number(0.1), "adamEpsilon": .number(1e-20)]),
      on: problem)
    try run.step()
    let before = problem.values
    try run.step()
    for (after, before) in zip(problem.values, before) {
      #expect(abs(abs(after - before) - 0.1) < 1e-5)
    }
  }

  @Test("AdaMeZO's moments are the sums over its window")
  func rebuiltMoments() throws {
    let problem = try Parabola()
    var run = try Run(
      make("adamezo", ["window": .integer(3), "learningRate": .number(0.01)]), on: problem)
    try run.step(5)
    let before = problem.values
    try run.step()
    let terms = run.estimates.compactMap { $0.terms?.first }.suffix(3).reversed()
    var (m, v) = (before.map { _ in 0.0 }, before.map { _ in 0.0 })
    for (age, term) in terms.enumerated() {
      for (index, z) in try problem.direction(term.key).enumerated() {
        let g = Double(term.scale) * Double(z)
        m[index] += pow(0.7, Double(age)) * g
        v[index] += pow(0.9, Double(age)) * g * g
      }
    }
    for index in before.indices {
      let wanted = Double(before[index]) - 0.01 * m[index] / (v[index] + 1e-5).squareRoot()
      #expect(abs(Double(problem.values[index]) - wanted) < 1e-5)
    }
  }

  @Test("AdaMeZO is MeZO at a hundredth of its rate until the window is full, and then is not")
  func windowFills() throws {
    let (plain, rebuilt) = (try Parabola(), try Parabola())
    var (first, second) = (
      try Run(make("zo-sgd", ["learningRate": .number(1e-4)]), on: plain),
      try Run(
        make("adamezo", ["learningRate": .number(1e-2), "window": .integer(4)]), on: rebuilt)
    )
    try first.step(4)
    try second.step(4)
    for (a, b) in zip(plain.values, rebuilt.values) { #expect(abs(a - b) < 1e-5) }
    let before = rebuilt.values
    try second.step()
    #expect(norm(zip(rebuilt.values, before).map { $0 - $1 }) > 0.01)
  }

  @Test("MEAZO divides by the mean slope over the queries: one step has the length of the rate")
  func meanSlope() throws {
    let problem = try Parabola()
    let before = problem.values
    var run = try Run(
      make("meazo", ["learningRate": .number(0.125), "queries": .integer(4)]), on: problem)
    try run.step()
    let terms = try #require(run.estimates.first?.terms)
    let mean = abs(terms.reduce(0) { $0 + $1.scale })
    for (index, g) in try problem.gradient(terms).enumerated() {
      let step = problem.values[index] - before[index]
      #expect(abs(step + 0.125 * g / mean) < 1e-4 * max(1, abs(step)))
    }
  }

  @Test("R-AdaZO corrects no bias: its first step is 1 / √(1 − β₂) rates long")
  func uncorrected() throws {
    let problem = try Parabola()
    let before = problem.values
    try make("r-adazo", ["learningRate": .number(0.01)]).run(1, on: problem)
    let length: Float = 0.01 / Float(0.001).squareRoot()
    for (after, before) in zip(problem.values, before) {
      let step = abs(after - before)
      #expect(abs(step - length) < 1e-2)
    }
  }

  @Test("MEAZO's first step has the length of the rate times z")
  func scalarRMS() throws {
    let problem = try Parabola()
    let before = problem.values
    var run = try Run(make("meazo", ["learningRate": .number(0.125)]), on: problem)
    try run.step()
    let term = try #require(run.estimates.first?.terms?.first)
    let sign: Float = term.scale > 0 ? 1 : -1
    for (index, z) in try problem.direction(term.key).enumerated() {
      #expect(abs(problem.values[index] - before[index] + 0.125 * sign * z) < 1e-5)
    }
  }

  @Test("schedules warm up, peak and end at their floors")
  func schedules() {
    let cosine = Schedule.cosine(warmUp: 4, steps: 20, floor: 0.1)
    #expect(cosine.factor(step: 1) == 0.25)
    #expect(cosine.factor(step: 4) == 1)
    #expect(abs(cosine.factor(step: 12) - 0.55) < 1e-12)
    #expect(abs(cosine.factor(step: 20) - 0.1) < 1e-12)
    let linear = Schedule.linear(floor: 0.2)
    #expect(abs(linear.factor(at: Moment(step: 50, horizon: 100)) - 0.6) < 1e-12)
    #expect(abs(linear.factor(at: Moment(step: 100, horizon: 100)) - 0.2) < 1e-12)
    #expect(Schedule.constant.factor(step: 99) == 1)
    #expect(Schedule.warmUp(10).factor(step: 5) == 0.5)
    #expect(Schedule.warmUp(10).factor(step: 50) == 1)
  }

  @Test("a schedule reaches the learning rate, the distance and the conservative step")
  func pacing() throws {
    let problem = try Parabola()
    var run = try Run(
      make(
        "zo-sgd",
        [
          "schedule": .text("linear"), "epsilonSchedule": .text("linear"), "floor": .number(0.5),
          "epsilon": .number(0.2), "learningRate": .number(0.01),
        ]), on: problem, horizon: 10)
    try run.step(10)
    let scales = problem.places.map { abs($0.terms[0].scale) }
    #expect(abs((scales.first ?? 0) - 0.19) < 1e-6)
    #expect(abs((scales.last ?? 0) - 0.1) < 1e-6)
  }

  @Test("learningRate: auto does not see the loss's scale, and goes down")
  func automatic() throws {
    let optimizer = try make(
      "zo-sgd", ["learningRate": .text("auto"), "epsilon": .number(0.1), "kappa": .number(0.3)])
    let (first, second) = (try Parabola(), try Parabola())
    second.scale = 64
    let before = first.loss
    try optimizer.run(100, on: first)
    try optimizer.run(100, on: second)
    #expect(first.loss < 0.7 * before)
    for (a, b) in zip(first.values, second.values) { #expect(abs(a - b) < 2e-2) }
    #expect(first.forwards == 205)
  }

  @Test(
    "learningRate: auto goes down also along one-sided, guided and low-rank estimates",
    arguments: [
      Component("zo-sgd", ["sides": .text("one"), "queries": .integer(4)]),
      Component("subzero", ["rank": .integer(2)]), Component("mezo-gv"), Component("conmezo"),
      Component("tezo", ["rank": .integer(2)]), Component("lezo"),
    ])
  func automaticElsewhere(component: Component) throws {
    var settings = component.settings
    settings.merge([
      "learningRate": .text("auto"), "epsilon": .number(0.01), "kappa": .number(0.3),
    ]) { $1 }
    let optimizer = try make(component.name, settings)
    let problem = try Parabola()
    let before = problem.loss
    try optimizer.run(150, on: problem)
    #expect(problem.loss < 0.9 * before)
  }

  /// On ½·Σ h·x² along g: gᵀHg / gᵀ∇L, for the mean of one-sided slopes of many directions.
  @Test("the curvature along an estimate is that of the parabola")
  func curvatureAlong() throws {
    let optimizer = try make(
      "zo-sgd",
      [
        "sides": .text("one"), "queries": .integer(3), "learningRate": .text("auto"),
        "epsilon": .number(0.05),
      ])
    let problem = try Parabola()
    var run = try Run(optimizer, on: problem)
    let estimate = try run.estimate()
    let g = try problem.gradient(estimate.terms ?? [])
    let wanted = dot(g, zip(g, problem.curvature).map { $0 * $1 }) / dot(g, problem.exactGradient)
    #expect(abs(Double(try #require(estimate.curvature)) / wanted - 1) < 0.02)
    #expect(problem.forwards == 7)
  }

  @Test("learningRate: auto is refused where the curvature is not measured")
  func automaticRefused() {
    for name in ["fo-sgd", "forward-grad", "fzoo", "zo-adam", "subzero-plus", "mezo-svrg"] {
      #expect(throws: SettingsProblem.self) {
        try make(name, ["learningRate": .text("auto")])
      }
    }
  }

  @Test("the contraction on ½‖x‖² is that of the study (2.5)", arguments: [0.05, 0.1, 0.25])
  func contraction(rate: Double) throws {
    let count = 8
    let problem = try Parabola(Parabola.vector(count))
    problem.curvature = [Float](repeating: 1, count: count)
    problem.target = [Float](repeating: 0, count: count)
    let start = [Float](repeating: 1, count: count)
    let optimizer = try make(
      "zo-sgd", ["learningRate": .number(rate), "epsilon": .number(0.5)])
    var sum = 0.0
    let trials = 6000
    for trial in 0..<trials {
      problem.set(start)
      var run = try Run(optimizer, on: problem, seed: trial)
      try run.step()
      sum += dot(problem.values, problem.values) / Double(count) / Double(trials)
    }
    let wanted = 1 - 2 * rate + rate * rate * Double(count + 2)
    #expect(abs(sum - wanted) < 0.06)
    // Above 2/(d + 2) it grows.
    #expect((wanted > 1) == (rate > 2 / Double(count + 2)))
  }
}
