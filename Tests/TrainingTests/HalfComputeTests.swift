import Laboratory
import Tensors
import Testing
import Training
import Vocabulary

/// Runs whose dense products are computed in bf16, where the machine computes them.
@Suite(
  "Products in bf16", .enabled(if: Compute.bf16.library != nil, "no oneDNN or no AVX512-BF16"),
  .tags(.slow))
struct HalfComputeTests {
  private static func settings(weights: StorageFormat = .f32, compute: Compute = .bf16)
    -> RunSettings
  {
    var run = Runs.settings
    (run.weights, run.compute) = (weights, compute)
    return run
  }

  @Test(
    "need what was forecast, more than those of f32",
    arguments: ["fo-sgd", "zo-sgd", "forward-grad"], [StorageFormat.f32, .bf16])
  func forecastIsMeasured(optimizer: String, weights: StorageFormat) throws {
    let scratch = try [Compute.f32, .bf16].map { compute in
      let run = Self.settings(weights: weights, compute: compute)
      let cell = Runs.cell(model: "tiny-opt", Component(optimizer), run)
      let result = try Runs.run(cell)
      #expect(result.outcome == .completed, "\(result.outcome.detail)")
      let trial = try #require(result.trials.first)
      for phase in [trial.training, trial.evaluation] {
        #expect(phase.forecast == phase.measured, "\(compute)")
      }
      return trial.training.measured.peaks[.scratch]
    }
    #expect(scratch[0] < scratch[1])
  }

  @Test("are another run than those in f32")
  func identity() throws {
    let digests = try [Compute.f32, .bf16].map { compute in
      let cell = Runs.cell(Component("zo-sgd"), Self.settings(compute: compute))
      return try Runs.forecast(cell).identity.digest
    }
    #expect(digests[0] != digests[1])
  }

  @Test("give log-probabilities near those of f32, and the same ones again")
  func scores() throws {
    let text = "the film was great and the cook who made it was kind"
    let exact = try TextScorer(model: "tiny-opt").score(text).logprobs
    let half = try TextScorer(model: "tiny-opt", compute: .bf16)
    let rounded = try half.score(text).logprobs
    let errors = zip(exact, rounded).map { abs($0 - $1) }
    #expect(errors.allSatisfy { $0 < 0.1 } && errors.contains { $0 > 1e-6 }, "\(errors)")
    #expect(try half.score(text).logprobs == rounded)
  }

  /// The derivative along the same directions; rounding errors in the losses are divided by ε.
  @Test("leave the projected gradient at ε = 0.001 right to a few percent")
  func projectedGradient() throws {
    let diagnoses = try [Compute.f32, .bf16].map { compute in
      var request = Diagnosis.Request(model: "tiny-opt")
      (request.optimizers, request.trials) = ([Component("zo-sgd")], 60)
      (request.epsilon, request.compute) = (1e-3, compute)
      return try Diagnosis(request, planner: Planner(dataDirectory: nil, complete: true))
        .estimators[0]
    }
    #expect(abs(diagnoses[0].bias - diagnoses[1].bias) < 0.05)
    #expect(abs(diagnoses[0].cosine / diagnoses[1].cosine - 1) < 0.05)
    #expect(diagnoses[0].bias != diagnoses[1].bias)
  }
}
