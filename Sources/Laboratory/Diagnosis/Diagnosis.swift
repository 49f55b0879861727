import Graphs
import Optimizers
import Tasks
import Tensors
import Training
import Vocabulary

/// Gradient estimates of several optimizers beside the true gradient of one batch.
///
/// All at the initial weights. What is compared is the estimate, before the optimizer's rules
/// (signs, moments, rates) make a step of it.
package struct Diagnosis: Codable, Sendable {
  package var model: String
  package var task: String
  package var scheme: String
  /// d: the numbers that train.
  package var parameters: Int
  /// The loss of the batch, and the norm of its gradient.
  package var loss: Double
  package var gradientNorm: Double
  /// How far from the weights losses are asked for by estimators that set no distance.
  package var epsilon: Double
  package var estimators: [EstimatorDiagnosis]
  /// Bytes at the peak, of everything that is held.
  package var peakBytes: Int
}

extension Diagnosis {
  /// What is diagnosed, and how often.
  package struct Request: Sendable {
    package var model: String
    package var task = Component("mini-sst2")
    package var scheme = Component("ft")
    package var optimizers = Diagnosis.panel
    /// Estimates of each optimizer; nil is as many as take `Diagnosis.passes` forward passes.
    package var trials: Int?
    /// Examples of the batch.
    package var batch = 16
    package var seed = 0
    /// How far from the weights losses are asked for, where an optimizer sets nothing else: small,
    /// so that the loss is nearly linear.
    package var epsilon = Self.distance
    /// What factors of dense products are rounded to in every pass; the gradient
    /// that estimates are compared with is always of f32.
    package var compute = Compute.f32

    package static let distance: Float = 1e-4

    package init(model: String) { self.model = model }
  }

  /// Forward passes of each estimator unless trials are asked for: at equal cost, the errors of
  /// the alignments are about equal.
  package static let passes = 1000

  /// One of each kind whose alignment theory knows.
  package static let panel: [Component] =
    [
      Component("zo-sgd"), Component("zo-sgd", ["queries": .integer(4)]), Component("forward-grad"),
      Component("fzoo"),
      Component(
        "compose", ["estimator": .map(["leave-one-out": .map(["queries": .integer(8)])])]),
      Component("mezo-greedy"),
    ] + [4, 8, 16].map { Component("mezo-gv", ["candidates": .integer($0)]) }

  /// Measures; the time is that of the forward passes of all estimates.
  ///
  /// - Throws: `InputProblem` for what cannot be run, or has no gradient; `OutOfMemory`.
  package init(_ request: Request, planner: Planner) throws {
    let subject = try DiagnosisSubject(request, planner)
    model = request.model
    task = request.task.description
    scheme = request.scheme.description
    parameters = subject.space.count
    loss = Double(subject.loss)
    gradientNorm = Kernels.sumOfSquares(subject.gradient.all).squareRoot()
    epsilon = request.epsilon.asWritten
    estimators = []
    for component in request.optimizers {
      estimators.append(try subject.diagnose(component))
    }
    peakBytes = subject.ledger.profile.peakBytes
  }
}
