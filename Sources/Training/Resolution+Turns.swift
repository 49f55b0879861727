import Models
import Optimizers
import Tensors
import Vocabulary

/// How the steps and evaluations of a run are divided.
extension Resolution {
  /// Examples of a step that are run together, at most.
  package var microBatch: Int {
    cell.run.microBatch > 0 ? min(cell.run.microBatch, cell.run.batch) : cell.run.batch
  }

  /// Examples that are evaluated together.
  var evaluationBatch: Int {
    cell.run.examplesOfEvaluation
  }

  /// How large the batches of the training are.
  func size(of sized: SizedSample, seed: Int) -> TrainingSize {
    sized.training(cell.run, microBatch: microBatch, seed: seed)
  }

  /// The optimizers at the points of a search.
  func optimizers() throws(InputProblem) -> [Optimizer] {
    var all: [Optimizer] = []
    for point in cell.points { all.append(try optimizer(at: point)) }
    return all
  }

  /// As it is divided now.
  var turns: Turns {
    Turns(
      microBatch: microBatch, lanes: cell.run.lanes, evaluationBatch: evaluationBatch,
      isStreaming: cell.run.streaming)
  }

  /// Answers that are generated together.
  var answerBatch: Int { min(evaluationBatch, RunPlan.answerBatch) }

  /// Probes that are evaluated together.
  package func lanes(_ optimizer: Optimizer) -> Int {
    cell.run.lanes > 0 ? min(cell.run.lanes, optimizer.lanes) : optimizer.lanes
  }

  /// The parameters that the optimizer trains itself.
  func admitted(_ optimizer: Optimizer) -> Set<Int> {
    optimizer.admitted(layout, trainable: trainable)
  }

  /// Whether frozen matrices can be read from the checkpoint's file as they are used.
  var canStream: Bool { !streamable.isEmpty }

  /// Frozen parameters that can be, with their bytes.
  var streamable: [(slice: Slice, byteCount: Int)] {
    model.family.layout.slices.filter {
      !trainable.contains($0.index) && model.canStream($0, format)
    }.map { ($0, format.byteCount(of: $0)) }
  }

  /// - Throws: what of an optimizer cannot be computed piece by piece.
  func checkPieces(_ optimizer: Optimizer) throws(InputProblem) {
    guard microBatch < cell.run.batch, let reason = optimizer.wholeBatchReason else { return }
    throw InputProblem(
      at: "microBatch", "optimizer \(cell.optimizer.name) \(reason); leave microBatch out")
  }
}

extension Optimizer {
  /// Why the examples of a step must be run together; nil if they need not be.
  var wholeBatchReason: String? {
    if displacesExamples {
      return "gives every example of a batch a direction of its own, and needs them together"
    }
    if observesInputs {
      return "looks at the activations of a whole batch in one pass"
    }
    if needsOutputs {
      return "keeps what a probe changes in the hidden states of a whole batch"
    }
    return nil
  }
}
