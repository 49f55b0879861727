import Optimizers
import Tensors
import Testing
import Vocabulary

@Suite("PseuZO")
struct OutputChangeTests {
  private func estimator(window: Int = 14, stage: Int = 0) -> RememberedOutputs {
    RememberedOutputs(
      epsilon: Scheduled(0.01), window: window,
      stage: stage == 0 ? .share(RunShare(128)) : .every(stage),
      cycles: 2)
  }

  private func optimizer(_ more: [String: SettingValue] = [:]) throws -> Optimizer {
    let own: [String: SettingValue] = [
      "learningRate": .number(1e-3), "epsilon": .number(0.01), "stage": .integer(1),
    ]
    return try make("pseuzo", own.merging(more) { $1 })
  }

  @Test("two passes in every step, whatever its stage")
  func passes() throws {
    let problem = try Parabola()
    var run = try Run(optimizer(), on: problem, horizon: 40)
    for step in 1...40 {
      try run.step()
      #expect(problem.forwards == 2 * step)
    }
  }

  /// Authors' 157 epochs of 64 steps are two cycles of 78, eleven epochs of each with a window.
  @Test("of the authors' run, eleven epochs in each of two cycles keep a window")
  func stages() {
    let moments = (1...10_000).map { Moment(step: $0, horizon: 10_000) }
    let windows = moments.map { moment in
      var step = ProbeStep(key: RandomKey(seed: 1), moment: moment)
      step.memory = [Float](repeating: 1, count: 56)
      let before = step.memory
      let estimate = Estimate(loss: 0, terms: [DirectionTerm(key: step.key, scale: 1)])
      return estimator().learn(from: estimate, step) != before
    }
    #expect(windows.count { $0 } == 2 * 11 * 64)
    #expect(windows[..<704].allSatisfy { $0 })
    #expect(windows[704..<78 * 64].allSatisfy { !$0 })
    #expect(windows[78 * 64..<78 * 64 + 704].allSatisfy { $0 })
  }

  @Test("the first estimate is the forward difference, and no earlier step is in it")
  func first() throws {
    let problem = try Parabola()
    var run = try Run(optimizer(), on: problem, horizon: 60)
    let terms = try #require(run.estimate().terms)
    #expect(terms.count == 1)
    let losses = try problem.losses(at: [.along(terms[0].key, by: 0.01), .none])
    #expect(abs(terms[0].scale - (losses[0] - losses[1]) / 0.01) < 1e-3 * abs(terms[0].scale))
  }

  @Test("a window fills up, and begins anew with a cycle")
  func window() throws {
    let problem = try Parabola()
    var run = try Run(optimizer(["window": .integer(4)]), on: problem, horizon: 60)
    var counts: [Int] = []
    for _ in 0..<60 {
      let estimate = try run.estimate()
      counts.append(estimate.terms?.count ?? 0)
      run.iterate.descend(by: estimate) { problem.gradient($0) }
    }
    let cycle = [1, 2, 3] + [Int](repeating: 4, count: 8) + [Int](repeating: 1, count: 19)
    #expect(counts == cycle + cycle)
  }

  @Test("a run too short for two cycles is MeZO, bit for bit")
  func short() throws {
    let (first, second) = (try Parabola(), try Parabola())
    let plain = try make("zo-sgd", ["learningRate": .number(1e-3), "epsilon": .number(0.01)])
    for (optimizer, problem) in [
      (try optimizer(["stage": .integer(100)]), first), (plain, second),
    ] {
      var run = try Run(optimizer, on: problem, horizon: 10)
      try run.step(10)
    }
    #expect(bits(first.values) == bits(second.values))
  }
}
