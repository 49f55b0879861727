import Graphs
import Optimizers
import Tasks
import Tensors
import Training
import Vocabulary

/// How much the gradients of a batch's examples agree: ρ = ‖ḡ‖² / mean ‖gᵢ‖², from 1/B to 1.
struct BatchAgreement {
  var examples: Int
  var ratio: Double

  /// What theory expects of a direction for every example (GRZO): E cos²·d = B·ρ + 1 − ρ.
  ///
  /// For examples whose gradients are alike in length and in their part along the mean; the second
  /// and the third term are what the mean shares with directions of examples by chance.
  var alignment: Double { Double(examples) * ratio + 1 - ratio }
}

extension BatchAgreement {
  /// One backward pass for every example.
  init(
    of gradient: DenseEstimate, _ space: TrainedSpace, _ examples: [EncodedExample],
    _ objective: Objective, _ problem: ModelProblem
  ) throws(Divergence) {
    let batches = examples.map { Packer.training([$0], objective) }
    let picks = batches.reduce(0) { $0 + $1.extents.picks }
    var sum = 0.0
    for (example, batch) in zip(examples, batches) {
      problem.load(batch, [example])
      _ = try problem.lossAndGradient()
      let square = space.slices.reduce(0.0) {
        $0 + Kernels.sumOfSquares(problem.gradient($1))
      }
      // Where every token weighs the same, examples weigh as they have tokens.
      let weight =
        objective == .language
        ? Double(batch.extents.picks * batches.count) / Double(max(picks, 1)) : 1
      sum += weight * weight * square
    }
    let mean = sum / Double(max(batches.count, 1))
    self.init(
      examples: batches.count,
      ratio: mean > 0 ? Kernels.sumOfSquares(gradient.all) / mean : 1)
  }
}
