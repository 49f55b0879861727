import Experiments

/// How long a training step takes, phase by phase, and what it holds: medians over steps.
public struct Benchmark: Codable, Sendable {
  public var model: String
  public var task: String
  public var scheme: String
  public var optimizer: String
  public var weights: String
  /// What factors of dense products are rounded to.
  public var compute: String
  public var batch: Int
  public var threads: Int
  /// Steps that were timed; one more, the first, was not.
  public var steps: Int
  /// Numbers that train.
  public var parameters: Int

  /// A whole step.
  public var stepSeconds: Double
  /// Packing and loading its batch.
  public var dataSeconds: Double
  /// Its passes without `directionSeconds`; a first-order step's backward pass is in it.
  public var forwardSeconds: Double
  /// Reading weights in panels: conversion, directions, displacement.
  public var directionSeconds: Double
  public var updateSeconds: Double
  /// One forward pass at the weights themselves, by itself, on the same batches.
  public var bareForwardSeconds: Double
  /// Scoring `evaluationExamples` development examples.
  public var evaluationSeconds: Double
  public var evaluationExamples: Int

  /// Packed tokens of a batch.
  public var tokens: Int
  /// Floating-point operations of the matrix products of a step.
  public var flops: Double
  /// Those of a second of `stepSeconds`, in 10⁹.
  public var stepGflops: Double
  /// What BLAS does in a second on products of these shapes, each in one call, in 10⁹.
  public var gemmGflops: Double
  /// `flops` at that rate: what a step takes at the least.
  public var floorSeconds: Double
  /// `stepSeconds` to `floorSeconds`.
  public var floorRatio: Double

  /// The loss of the first batch at the initial weights.
  public var initialLoss: Double
  public var ledgerPeakBytes: Int
  public var forecastBytes: Int
  /// Bytes per account at the peak.
  public var accounts: AccountBytes
  /// The process's largest resident size until the last step.
  public var peakResidentBytes: Int
  public var machine: Machine
}

extension Benchmark {
  /// What is measured.
  public struct Request: Sendable {
    public var model: Component
    public var task: Component
    public var scheme: Component
    public var optimizer: Component
    /// Examples per step.
    public var batch = 16
    /// Timed steps.
    public var steps = 5
    public var threads = 1
    public var weights = "f32"
    /// `f32`, or `bf16` where oneDNN is there.
    public var compute = "f32"
    /// Development examples that an evaluation scores.
    public var evaluated = 32
    /// Tokens kept per sequence.
    public var maxLength = 2048

    public init(model: Component, task: Component, scheme: Component, optimizer: Component) {
      self.model = model
      self.task = task
      self.scheme = scheme
      self.optimizer = optimizer
    }

    var cell: Cell {
      var run = RunSettings()
      (run.steps, run.batch, run.evaluations) = (steps + 1, batch, 1)
      (run.train, run.dev, run.test) = (batch * (steps + 1), evaluated, 1)
      (run.weights, run.compute, run.maxLength) = (weights, compute, maxLength)
      return Cell(model: model, task: task, scheme: scheme, optimizer: optimizer, run: run)
    }
  }
}
