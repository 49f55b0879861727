import Optimizers
import Tensors
import Testing
import Vocabulary

/// BSZO: slopes in a plane, fused by Bayes' rule.
@Suite("Fused probes")
struct BayesianTests {
  private let linear = Linear(50)

  /// An estimate of the linear loss, and the places that it asked for.
  private func estimate(
    _ estimator: BayesianSubspace, scale: Float = 1, memory: [Float] = [0]
  ) throws -> (Estimate, [Displacement]) {
    var asked: [Displacement] = []
    let found = try estimator.estimate(ProbeStep(key: RandomKey(seed: 4), memory: memory)) {
      (places: [Displacement]) throws(Divergence) in
      asked += places
      return try linear.losses(at: places).map { scale * $0 }
    }
    return (found, asked)
  }

  private func slope(_ term: DirectionTerm) -> Double {
    dot(linear.direction([DirectionTerm(key: term.key, scale: 1)]), linear.gradient)
  }

  @Test("take a pass for each direction and one at the weights", arguments: [1, 2, 3])
  func passes(dimensions: Int) throws {
    let estimator = BayesianSubspace(
      epsilon: 0.5, dimensions: dimensions, samples: dimensions + 4, deviation: 1)
    let (found, places) = try estimate(estimator)
    #expect(places.count == 1 + dimensions && places[0] == .none)
    #expect(places.dropFirst().allSatisfy { $0.terms.count == 1 })
    #expect(found.terms?.count == dimensions)
    #expect(estimator.cost(at: Moment(step: 1), parts: 0).forwards == 1 + dimensions)
  }

  @Test("are nearly the slopes when little is believed of them before")
  func certain() throws {
    let step = ProbeStep(key: RandomKey(seed: 4), memory: [1e-3])
    let estimator = BayesianSubspace(epsilon: 0.5, samples: 400, deviation: 1e3)
    let found = try estimator.estimate(step) {
      (places: [Displacement]) throws(Divergence) in try linear.losses(at: places)
    }
    for term in try #require(found.terms) {
      #expect(abs(Double(term.scale) - slope(term)) < 1e-2 * max(1, abs(slope(term))))
    }
  }

  @Test("a third sample brings the less certain slope nearer, without a pass")
  func cached() throws {
    let (two, first) = try estimate(BayesianSubspace(epsilon: 0.5, samples: 2, deviation: 3))
    let (three, second) = try estimate(BayesianSubspace(epsilon: 0.5, samples: 3, deviation: 3))
    #expect(first == second)
    let before = try #require(two.terms)
    let after = try #require(three.terms)
    let nearer = zip(before, after).filter { $0.scale != $1.scale }
    #expect(nearer.count == 1)
    for (old, new) in nearer {
      let wanted = slope(old)
      #expect(abs(wanted - Double(new.scale)) < abs(wanted - Double(old.scale)))
    }
  }

  @Test("the noise is remembered, and more of it makes the next step smaller")
  func noise() throws {
    let estimator = BayesianSubspace(epsilon: 0.5, deviation: 1)
    let (loud, _) = try estimate(estimator, scale: 64)
    let memory = estimator.learn(from: loud, ProbeStep(key: RandomKey(seed: 4)))
    #expect(memory.count == estimator.memory(parts: 0))
    let (fresh, _) = try estimate(estimator)
    let (wary, _) = try estimate(estimator, memory: memory)
    for (bold, shy) in zip(try #require(fresh.terms), try #require(wary.terms)) {
      #expect(abs(shy.scale) < abs(bold.scale))
    }
  }
}
