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
    _ estimator: BayesianSubspace, scale: Float = 1
  ) throws -> (Estimate, [Displacement]) {
    var asked: [Displacement] = []
    let found = try estimator.estimate(ProbeStep(key: RandomKey(seed: 4))) {
      (places: [Displacement]) throws(Divergence) in
      asked += places
      return try linear.losses(at: places).map { scale * $0 }
    }
    return (found, asked)
  }

  private func slope(_ term: DirectionTerm) -> Double {
    dot(linear.direction([DirectionTerm(key: term.key, scale: 1)]), linear.gradient)
  }

  @Test("without noise, are the slopes themselves", arguments: [1, 2, 3])
  func exact(dimensions: Int) throws {
    let (found, _) = try estimate(
      BayesianSubspace(
        epsilon: 0.5, dimensions: dimensions, samples: dimensions + 2, noise: 1e-6))
    let terms = try #require(found.terms)
    #expect(terms.count == dimensions)
    for term in terms {
      #expect(abs(Double(term.scale) - slope(term)) < 1e-3 * max(1, abs(slope(term))))
    }
  }

  @Test("are the posterior's mean: (ν·I + DᵀD)·μ = Dᵀy")
  func posterior() throws {
    let (found, places) = try estimate(BayesianSubspace(epsilon: 0.5, samples: 4, noise: 0.7))
    #expect(places.count == 5 && places[0] == .none)
    let terms = try #require(found.terms)
    let probes = places.dropFirst().map { place in
      terms.map { term in
        Double(place.terms.first { $0.key == term.key }?.scale ?? 0) / 0.5
      }
    }
    #expect(probes.allSatisfy { abs($0[0] * $0[0] + $0[1] * $0[1] - 1) < 1e-6 })
    let slopes = terms.map { slope($0) }
    for i in 0..<2 {
      var (left, right) = (0.7 * Double(terms[i].scale), 0.0)
      for probe in probes {
        left += probe[i] * (probe[0] * Double(terms[0].scale) + probe[1] * Double(terms[1].scale))
        right += probe[i] * (probe[0] * slopes[0] + probe[1] * slopes[1])
      }
      #expect(abs(left - right) < 1e-4 * max(1, abs(right)))
    }
  }

  @Test("grow with the loss")
  func scaled() throws {
    let estimator = BayesianSubspace(epsilon: 0.5)
    let (one, _) = try estimate(estimator)
    let (many, _) = try estimate(estimator, scale: 64)
    #expect(one.terms?.map { 64 * $0.scale } == many.terms?.map(\.scale))
  }
}
