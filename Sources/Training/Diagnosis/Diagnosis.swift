import Experiments
import Graphs
import Optimizers
import Tasks
import Tensors

/// Gradient estimates of several optimizers beside the true gradient of one batch.
///
/// All at the initial weights. What is compared is the estimate, before the optimizer's rules
/// (signs, moments, rates) make a step of it.
public struct Diagnosis: Codable, Sendable {
  public var model: String
  public var task: String
  public var scheme: String
  /// d: the numbers that train.
  public var parameters: Int
  /// The loss of the batch, and the norm of its gradient.
  public var loss: Double
  public var gradientNorm: Double
  public var epsilon: Double
  public var estimators: [EstimatorDiagnosis]
  /// Bytes at the peak, of everything that is held.
  public var peakBytes: Int
}

extension Diagnosis {
  /// What is diagnosed, and how often.
  public struct Request: Sendable {
    public var model: String
    public var task = Component("mini-sst2")
    public var scheme = Component("ft")
    public var optimizers = Diagnosis.panel
    /// Estimates of each optimizer; nil is as many as take `Diagnosis.passes` forward passes.
    public var trials: Int?
    /// Examples of the batch.
    public var batch = 16
    public var seed = 0
    /// How far from the weights losses are asked for: small, so that the loss is nearly linear.
    public var epsilon: Float = 1e-4
    /// What factors of dense products are rounded to in every pass, `f32` or `bf16`; the gradient
    /// that estimates are compared with is always of f32.
    public var compute = "f32"

    public init(model: String) { self.model = model }
  }

  /// Forward passes of each estimator unless trials are asked for: at equal cost, the errors of
  /// the alignments are about equal.
  public static let passes = 1000

  /// One of each kind whose alignment theory knows.
  public static let panel: [Component] =
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
  public init(_ request: Request, planner: Planner) throws {
    let subject = try DiagnosisSubject(request, planner)
    model = request.model
    task = request.task.description
    scheme = request.scheme.description
    parameters = subject.space.count
    loss = Double(subject.loss)
    gradientNorm = Kernels.sumOfSquares(subject.gradient.all).squareRoot()
    epsilon = Double("\(request.epsilon)") ?? Double(request.epsilon)
    estimators = []
    for component in request.optimizers {
      estimators.append(try subject.diagnose(component))
    }
    peakBytes = subject.ledger.profile.peakBytes
  }
}
