import Foundation
import Optimizers
import Tensors
import Testing
import Vocabulary

/// MeZO-Greedy, MeZO-GV, conservative steps, KerZOO, FZOO.
@Suite("Estimators with candidates")
struct CandidateTests {
  private let step = ProbeStep(key: RandomKey(seed: 11))

  private func estimate(_ estimator: any Estimator, _ problem: Parabola) throws -> Estimate {
    try estimator.estimate(step) {
      (places: [Displacement]) throws(Divergence) in try problem.losses(at: places)
    }
  }

  @Test("GV with two candidates is MeZO along z₁ − z₂")
  func guidedWithTwo() throws {
    let problem = try Parabola()
    let guided = try #require(
      estimate(Guided(epsilon: 0.3, candidates: 2), problem).terms)
    let found = try problem.gradient(guided)
    let (a, b) = (step.key(query: 0), step.key(query: 1))
    let v = zip(try problem.direction(a), try problem.direction(b)).map { $0 - $1 }
    let slope = Float(dot(problem.exactGradient, v))
    for (index, value) in found.enumerated() {
      #expect(abs(value - slope * v[index]) < 1e-3 * (1 + abs(value)))
    }
  }

  @Test("GV's v is probed as it is updated, and does not depend on the order of candidates")
  func guidedConsistency() throws {
    let problem = try Parabola()
    let terms = try #require(estimate(Guided(epsilon: 0.3, candidates: 6), problem).terms)
    let probed = problem.places.suffix(2).map(\.terms)
    let factor = terms[0].scale / probed[0][0].scale
    for (term, place) in zip(terms, probed[0]) {
      #expect(term.key == place.key)
      #expect(abs(term.scale - factor * place.scale) < 1e-4 * abs(term.scale))
    }
    #expect(zip(probed[0], probed[1]).allSatisfy { $0.scale == -$1.scale })
    // The half with lower losses has the positive weights.
    let losses = try problem.losses(at: terms.map { .along($0.key, by: 0.3) })
    let good = zip(losses, probed[0]).filter { $1.scale > 0 }.map(\.0)
    let bad = zip(losses, probed[0]).filter { $1.scale < 0 }.map(\.0)
    #expect(good.count == 3 && bad.count == 3)
    #expect((good.max() ?? 1) <= (bad.min() ?? 0))
  }

  @Test("normalized, v has the length of one direction", arguments: [2, 4, 8])
  func normalized(candidates: Int) throws {
    let linear = Linear(500)
    let estimator = Guided(epsilon: 1.0, candidates: candidates, isNormalized: true)
    var places: [Displacement] = []
    _ = try estimator.estimate(step) { (asked: [Displacement]) throws(Divergence) in
      places += asked
      return try linear.losses(at: asked)
    }
    let v = linear.direction(try #require(places.last).terms)
    #expect(abs(dot(v, v) / 500 - 1) < 0.25)
  }

  @Test("greedy takes the candidate with the lowest loss, for M + 1 passes")
  func greedy() throws {
    let problem = try Parabola()
    let terms = try #require(estimate(Greedy(epsilon: 0.3, candidates: 5), problem).terms)
    #expect(problem.forwards == 6)
    let losses = try problem.losses(at: (0..<5).map { .along(step.key(query: $0), by: 0.3) })
    let best = try #require(losses.indices.min { losses[$0] < losses[$1] })
    #expect(terms.map(\.key) == [step.key(query: best)])
    let slope = dot(problem.exactGradient, try problem.direction(terms[0].key))
    #expect(abs(Double(terms[0].scale) - slope) < 1e-3 * (1 + abs(slope)))
  }

  @Test("the history variant probes the survivor again")
  func history() throws {
    let problem = try Parabola()
    var run = try Run(
      make("mezo-gv", ["history": .boolean(true), "epsilon": .number(0.1)]), on: problem)
    var survivor: RandomKey?
    for number in 0..<6 {
      let first = problem.places.count
      try run.step()
      let probed = problem.places[first..<first + 2].compactMap { $0.terms.first?.key }
      if let survivor { #expect(probed.contains(survivor)) }
      #expect(probed.contains(run.key(number).folding(0)))
      survivor = try #require(run.estimates.last?.terms).first?.key
    }
    #expect(problem.forwards == 24)
  }

  @Test("conservative steps never raise the loss, and cost 5 passes, or 4 one-sided")
  func conservative() throws {
    for (sides, cost) in [("two", 5), ("one", 4)] {
      let problem = try Parabola()
      let optimizer = try make(
        "zo-sgd-cons",
        ["learningRate": .number(0.05), "epsilon": .number(0.2), "sides": .text(sides)])
      var run = try Run(optimizer, on: problem)
      for _ in 0..<60 {
        let before = problem.loss
        try run.step()
        #expect(problem.loss <= before * 1.00001)
      }
      #expect(problem.forwards == 60 * cost)
    }
  }

  @Test("a rejected conservative step leaves the weights as they are, bit for bit")
  func rejected() throws {
    let problem = try Parabola()
    let before = bits(problem.values)
    let optimizer = try make(
      "zo-sgd-cons", ["learningRate": .number(1e6), "epsilon": .number(0.2)])
    try optimizer.run(3, on: problem)
    #expect(bits(problem.values) == before)
  }

  @Test("AdaZeta's queries grow with the epochs: 1,1,1,1,1,1,2,2,2,2")
  func growingQueries() throws {
    let estimator = GrowingQueries(epsilon: 0.1, epoch: 2)
    #expect((1...10).map { estimator.queries(epoch: $0) } == [1, 1, 1, 1, 1, 1, 2, 2, 2, 2])
    let problem = try Parabola()
    let optimizer = Optimizer(.probes(estimator, along: Dense()), update: [LearningRate(1e-3)])
    try optimizer.run(14, on: problem)
    #expect(problem.forwards == 12 * 2 + 2 * 4)
    #expect(
      optimizer.cost(over: 14, problem.layout, trainable: problem.everything).forwards == 32)
  }

  @Test("KerZOO's kernel has E[r·K] = 1 and E[r³·K] = 0 (T13)")
  func kernelMoments() {
    let steps = 20_000
    var (first, third) = (0.0, 0.0)
    for index in 0..<steps {
      let r = (Double(index) + 0.5) / Double(steps) * 2 - 1
      first += r * KernelWeighted.kernel(r) / Double(steps)
      third += r * r * r * KernelWeighted.kernel(r) / Double(steps)
    }
    #expect(abs(first - 1) < 1e-6 && abs(third) < 1e-6)
  }

  @Test("KerZOO's mean is the gradient where a plain estimate's is biased")
  func kernelUnbiased() throws {
    var (kernel, plain) = (0.0, 0.0)
    let trials = 60_000
    for trial in 0..<trials {
      // L = x³ at 0 along z = 1: the derivative is 0, a plain slope is ε².
      let step = ProbeStep(key: RandomKey(seed: trial))
      let cube = { (places: [Displacement]) throws(Divergence) -> [Float] in
        places.map { place in
          let x = place.terms.reduce(Float(0)) { $0 + $1.scale }
          return x * x * x
        }
      }
      kernel += Double(
        try KernelWeighted(epsilon: 0.5).estimate(step, cube).terms?[0].scale ?? 1)
      plain += Double(try TwoSided(epsilon: 0.5).estimate(step, cube).terms?[0].scale ?? 0)
    }
    #expect(abs(kernel / Double(trials)) < 0.01)
    #expect(abs(plain / Double(trials) - 0.25) < 1e-3)
  }

  @Test("FZOO's step does not see the loss's scale or shift (T7)", arguments: ["code", "paper"])
  func invariance(form: String) throws {
    let (first, second) = (try Parabola(), try Parabola())
    second.scale = 4
    second.shift = 32
    let optimizer = try make(
      "fzoo",
      [
        "learningRate": .number(form == "code" ? 0.05 : 0.005), "epsilon": .number(0.1),
        "form": .text(form),
      ])
    try optimizer.run(10, on: first)
    try optimizer.run(10, on: second)
    for (a, b) in zip(first.values, second.values) { #expect(abs(a - b) < 2e-3) }
  }

  @Test("FZOO's forms differ by ε and by the deviation's divisor")
  func forms() throws {
    let moves = try ["code", "paper"].map { form in
      let problem = try Parabola()
      let before = problem.values
      try make(
        "fzoo",
        ["learningRate": .number(0.01), "epsilon": .number(0.1), "form": .text(form)]
      ).run(1, on: problem)
      return zip(problem.values, before).map { $0 - $1 }
    }
    let ratio = norm(moves[1]) / norm(moves[0])
    #expect(abs(ratio - (7.0 / 8).squareRoot() / 0.1) < 0.01)
  }

  @Test(
    "a constant loss moves nothing (T8)",
    arguments: ["fzoo", "meazo", "hizoo", "zo-muon", "zo-sgd-sign", "adamezo", "conmezo", "auto"])
  func constantLoss(name: String) throws {
    let problem = try Parabola()
    problem.scale = 0
    problem.shift = 3
    let optimizer =
      try name == "auto" ? make("zo-sgd", ["learningRate": .text("auto")]) : make(name)
    let before = bits(problem.values)
    try optimizer.run(5, on: problem)
    #expect(bits(problem.values) == before)
  }
}
