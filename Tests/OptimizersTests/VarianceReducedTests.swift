import Optimizers
import Tensors
import Testing
import Vocabulary

@Suite("MeZO-SVRG")
struct VarianceReducedTests {
  private func settings(_ more: [String: SettingValue]) -> [String: SettingValue] {
    [
      "learningRate": .number(0.005), "epsilon": .number(0.1), "anchorFactor": .number(1),
    ].merging(more) { $1 }
  }

  @Test("anchored in every step it is MeZO over all data, bit for bit")
  func everyStep() throws {
    let (first, second) = (try Parabola(), try Parabola())
    try make("mezo-svrg", settings(["interval": .integer(1)])).run(10, on: first)
    try make(
      "zo-sgd", ["learningRate": .number(0.005), "epsilon": .number(0.1)]
    ).run(10, on: second)
    #expect(bits(first.values) == bits(second.values))
  }

  @Test("in between it is ĝ(θ) − ĝ(θ̄) along one z, and what was estimated at the anchor")
  func corrected() throws {
    let problem = try Parabola()
    var run = try Run(make("mezo-svrg", settings(["interval": .integer(4)])), on: problem)
    let anchor = problem.values
    try run.step(1)
    for _ in 0..<3 {
      let estimate = try run.estimate()
      let terms = try #require(estimate.terms)
      #expect(terms.count == 2)
      // A quadratic's slopes differ by ⟨A(θ − θ̄), z⟩.
      let z = try problem.direction(terms[0].key)
      let wanted = dot(
        z, problem.values.indices.map { problem.curvature[$0] * (problem.values[$0] - anchor[$0]) })
      #expect(abs(Double(terms[0].scale) - wanted) < 1e-3 * max(abs(wanted), 0.1))
      #expect(terms[1] == run.estimates[0].terms?.first)
      run.iterate.descend(by: estimate) { problem.gradient($0) }
    }
    // The fifth step has a new anchor.
    #expect(try run.estimate().terms?.count == 1)
  }

  @Test("where no step was long, its mean over batches is that over all data")
  func atTheAnchor() throws {
    let problem = try Parabola()
    var run = try Run(
      make("mezo-svrg", settings(["learningRate": .number(1e-12), "interval": .integer(3)])),
      on: problem)
    try run.step(1)
    let terms = try #require(run.estimate().terms)
    #expect(abs(terms[0].scale) < 1e-5)
    #expect(terms[1] == run.estimates[0].terms?.first)
  }

  @Test("a pass over all data costs its batches, a step in between four probes per query")
  func cost() throws {
    let problem = try Parabola()
    problem.data = DataPass(examples: 100, batch: 16)
    let optimizer = try make(
      "mezo-svrg", settings(["interval": .integer(5), "queries": .integer(2)]))
    try optimizer.run(6, on: problem)
    #expect(problem.forwards == 2 * (2 * 2 * 7) + 4 * (4 * 2))
    let bytes = optimizer.memory(problem.layout, trainable: problem.everything)
    // The anchor, and two terms of five numbers.
    #expect(bytes[.optimizerState] == 4 * problem.layout.count + 4 * 10)
  }

  @Test("the step at an anchor is ten times the others' unless a setting says otherwise")
  func defaultRatio() throws {
    let scales = try [SettingValue?.none, .number(1)].map { factor in
      let settings = factor.map { ["anchorFactor": $0] } ?? [:]
      let estimates = try make("mezo-svrg", settings).run(1, on: Parabola())
      return try #require(estimates.first?.terms?.first?.scale)
    }
    #expect(abs(scales[0] - 10 * scales[1]) < 1e-5 * abs(scales[0]))
  }

  @Test("η₁ is a multiple of η₂, and g is remembered without it")
  func anchorFactor() throws {
    let problem = try Parabola()
    var run = try Run(
      make("mezo-svrg", settings(["anchorFactor": .number(4)])), on: problem)
    let plain = try TwoSided(epsilon: 0.1).estimate(ProbeStep(key: run.key(0))) {
      (places: [Displacement]) throws(Divergence) in try problem.losses(at: places)
    }
    let slope = try #require(plain.terms?.first?.scale)
    try run.step(1)
    #expect(run.estimates[0].terms?.first?.scale == 4 * slope)
    #expect(try run.estimate().terms?.last?.scale == slope)
  }
}
