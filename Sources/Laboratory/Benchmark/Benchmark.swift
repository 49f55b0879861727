import Training
import Vocabulary

/// How long a training step takes, phase by phase, and what it holds: medians over steps.
package struct Benchmark: Codable, Sendable {
  package var model: String
  package var task: String
  package var scheme: String
  package var optimizer: String
  package var weights: StorageFormat
  /// What factors of dense products are rounded to.
  package var compute: Compute
  package var batch: Int
  package var threads: Int
  /// Steps that were timed; one more, the first, was not.
  package var steps: Int
  /// Numbers that train.
  package var parameters: Int

  /// A whole step.
  package var stepSeconds: Double
  /// Packing and loading its batch.
  package var dataSeconds: Double
  /// Its passes without `directionSeconds`; a first-order step's backward pass is in it.
  package var forwardSeconds: Double
  /// Reading weights in panels: conversion, directions, displacement.
  package var directionSeconds: Double
  package var updateSeconds: Double
  /// The phases of a step, in their order.
  package var phases: [Phase]
  /// What a step spends on each kind of operation in its passes, the longest first; means over
  /// steps, in which weights that an operation reads are a part of it.
  package var operations: [Operation]
  /// One forward pass at the weights themselves, by itself, on the same batches.
  package var bareForwardSeconds: Double
  /// Scoring `evaluationExamples` development examples.
  package var evaluationSeconds: Double
  package var evaluationExamples: Int

  /// Packed tokens of a batch.
  package var tokens: Int
  /// Floating-point operations of the matrix products of a step.
  package var flops: Double
  /// Those of a second of `stepSeconds`, in 10⁹.
  package var stepGflops: Double
  /// What BLAS does in a second on products of these shapes, each in one call, in 10⁹.
  package var gemmGflops: Double
  /// `flops` at that rate: what a step takes at the least.
  package var floorSeconds: Double
  /// `stepSeconds` to `floorSeconds`.
  package var floorRatio: Double

  /// The loss of the first batch at the initial weights.
  package var initialLoss: Double
  package var ledgerPeakBytes: Int
  package var forecastBytes: Int
  /// Bytes per account at the peak.
  package var accounts: AccountBytes
  /// The process's largest resident size until the last step.
  package var peakResidentBytes: Int
  package var machine: Machine
}

extension Benchmark {
  /// A phase of a step.
  package struct Phase: Codable, Sendable {
    package var phase: String
    package var seconds: Double
    /// Of the step.
    package var share: Double
  }

  /// The operations of one kind, in all passes of a step.
  package struct Operation: Codable, Sendable {
    package var operation: String
    package var calls: Double
    package var seconds: Double
    /// Of the step.
    package var share: Double
  }

  /// The seconds of a step's phases as records.
  var phaseRecords: [Phase] {
    [
      ("data", dataSeconds), ("passes", forwardSeconds), ("directions", directionSeconds),
      ("update", updateSeconds),
    ].map { Phase(phase: $0, seconds: $1, share: stepSeconds > 0 ? $1 / stepSeconds : 0) }
  }

  /// What is measured.
  package struct Request: Sendable {
    package var model: Component
    package var task: Component
    package var scheme: Component
    package var optimizer: Component
    /// Examples per step.
    package var batch = 16
    /// Timed steps.
    package var steps = 5
    package var threads = 1
    package var weights = StorageFormat.f32
    /// `f32`, or `bf16` where oneDNN is there.
    package var compute = Compute.f32
    /// Development examples that an evaluation scores.
    package var evaluated = 32
    /// Tokens kept per sequence.
    package var maxLength = 2048

    package init(model: Component, task: Component, scheme: Component, optimizer: Component) {
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
