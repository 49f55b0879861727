import Laboratory
import Testing
import Training
import Vocabulary

/// Estimates beside the true gradient of a small checkpoint.
@Suite(.tags(.slow)) struct DiagnosisTests {
  private static func diagnosis(
    _ optimizers: [Component], trials: Int, scheme: String = "ft"
  ) throws -> Diagnosis {
    var request = Diagnosis.Request(model: Checkpoints.path("opt"))
    request.optimizers = optimizers
    request.trials = trials
    request.batch = 2
    request.scheme = Component(scheme)
    return try Diagnosis(request, planner: Planner(dataDirectory: nil, complete: true))
  }

  @Test func estimatesAgreeWithTheory() throws {
    let diagnosis = try Self.diagnosis(Diagnosis.panel, trials: 60)
    for it in diagnosis.estimators {
      let alignment = try #require(it.expectedAlignment)
      let bias = try #require(it.expectedBias)
      #expect(abs(it.alignment - alignment) < 4 * it.alignmentError, "\(it)")
      #expect(abs(it.bias - bias) < 4 * it.biasError + 0.02, "\(it)")
      #expect(it.alignmentError > 0 && it.variance > 0)
    }
  }

  @Test(arguments: [
    (Component("zo-sgd"), 0.5), (Component("zo-sgd", ["queries": .integer(5)]), 0.5),
    (Component("fzoo"), 8.0 / 9), (Component("forward-grad"), 0.5),
    (Component("mezo-greedy", ["candidates": .integer(2)]), 1.0 / 3),
    (Component("mezo-gv", ["candidates": .integer(2)]), 1.0 / 4),
  ])
  func theoryKnowsExactValues(_ optimizer: Component, _ value: Double) throws {
    let expected = try Self.diagnosis([optimizer], trials: 2).estimators[0].expectedAlignment
    #expect(abs(try #require(expected) - value) < 1e-9)
  }

  /// The values are of a simulation with 100,000 samples.
  @Test(arguments: [(4, 0.3506), (8, 0.4557), (16, 0.5329)])
  func guidedDirectionsGainByTheNumberOfCandidates(_ count: Int, _ value: Double) throws {
    let guided = Component("mezo-gv", ["candidates": .integer(count)])
    let expected = try Self.diagnosis([guided], trials: 2).estimators[0].expectedAlignment
    #expect(abs(try #require(expected) - value) < 0.002)
  }

  @Test func directionsOfExamplesGainByTheirAgreement() throws {
    let it = try Self.diagnosis([Component("grzo")], trials: 120).estimators[0]
    let expected = try #require(it.expectedAlignment)
    // Two examples: ρ is from 1/2 to 1, and MeZO has 1/2.
    #expect(expected > 0.5 && expected <= 1)
    #expect(abs(it.alignment - expected) < 4 * it.alignmentError)
    #expect(abs(it.bias) < 4 * it.biasError + 0.02 && it.expectedBias == 0)
  }

  @Test func anOwnDistanceComesFirst() throws {
    let inParts: [String: SettingValue] = [
      "estimator": .map(["leave-one-out": .map(["epsilon": .number(0.25)])])
    ]
    let optimizers = [
      Component("zo-sgd"), Component("zo-sgd", ["epsilon": .number(0.5)]),
      Component("compose", inParts), Component("fo-adam", ["epsilon": .number(1e-6)]),
    ]
    #expect(optimizers.map(\.setsDistance) == [false, true, true, false])
    let diagnosis = try Self.diagnosis(optimizers, trials: 4)
    #expect(diagnosis.estimators.map(\.epsilon) == [1e-4, 0.5, 0.25, nil])
    #expect(diagnosis.estimators[0].variance != diagnosis.estimators[1].variance)
  }

  @Test func theGradientItselfIsAligned() throws {
    let diagnosis = try Self.diagnosis([Component("fo-sgd")], trials: 2)
    let it = diagnosis.estimators[0]
    #expect(abs(it.cosine - 1) < 1e-9 && abs(it.bias) < 1e-6 && abs(it.variance) < 1e-6)
    #expect(abs(it.alignment / Double(diagnosis.parameters) - 1) < 1e-6)
    #expect(it.forwards == 1 && it.backwards == 1)
  }

  @Test func ofMasksAndStructuresNothingIsExpected() throws {
    let names = ["zo-sgd-sparse", "subzero", "lezo", "zo-fo-hybrid"]
    let diagnosis = try Self.diagnosis(names.map { Component($0) }, trials: 2)
    #expect(diagnosis.estimators.map(\.optimizer) == names)
    #expect(diagnosis.estimators.allSatisfy { $0.expectedAlignment == nil && $0.alignment > 0 })
  }

  @Test func whatHoldsNoGradientIsRefused() {
    #expect(throws: InputProblem.self) {
      try Self.diagnosis([Component("zo-sgd")], trials: 2, scheme: "icl")
    }
  }

  @Test func theSameSeedSaysTheSame() throws {
    let once = try Self.diagnosis([Component("fzoo")], trials: 3).estimators[0]
    let again = try Self.diagnosis([Component("zo-sgd"), Component("fzoo")], trials: 3)
    #expect(again.estimators[1].alignment == once.alignment)
  }
}
