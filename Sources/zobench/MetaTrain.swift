import ArgumentParser
import Foundation
import Laboratory
import Training
import Vocabulary

/// `zobench meta-train`: learns the networks of `zo-fine-tuner`.
struct MetaTrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "meta-train",
    abstract: "Learns the networks that scale zo-fine-tuner's perturbations.",
    discussion: """
      Along SGD on a task, by backward passes. Writes a safetensors file for \
      'zo-fine-tuner: { networks: FILE }' on the same model and scheme, on any task.

        zobench meta-train tiny-opt -o scales.safetensors

      Exit status: 0 written; 64 usage; 65 unusable input; 66 missing input; 73, 74 cannot \
      write.
      """)

  /// What holds where an option is not given.
  private static let usual = MetaTraining.Recipe()

  @Argument(
    help: "An embedded model, a directory, a GGUF file, or ORG/NAME[@REV] in the Hub's cache.",
    completion: .models)
  var model: String

  @Option(name: .shortAndLong, help: .newFile("The file to write.")) var output: String
  @Option(help: .init("The task.", valueName: "task").showing(default: MetaTrain.usual.task))
  var task: String?
  @Option(
    help: .init("The tuning scheme.", valueName: "scheme").showing(default: MetaTrain.usual.scheme))
  var scheme: String?
  @Option(
    help: .init("Passes over the training examples.", valueName: "n")
      .showing(default: MetaTrain.usual.epochs),
    transform: Limit.whole(Limit.counts))
  var epochs: Int?
  @Option(
    help: .init("Epochs after which the weights are reset.", valueName: "n")
      .showing(default: MetaTrain.usual.restart),
    transform: Limit.whole(Limit.counts))
  var restart: Int?
  @Option(
    help: .init("Training examples.", valueName: "n").showing(default: MetaTrain.usual.examples),
    transform: Limit.whole(Limit.counts))
  var examples: Int?
  @Option(
    help: .init("Examples per step.", valueName: "n").showing(default: MetaTrain.usual.batch),
    transform: Limit.whole(Limit.counts))
  var batch: Int?
  @Option(
    name: .customLong("learning-rate"),
    help: .init("SGD's rate after a restart.", valueName: "number")
      .showing(default: MetaTrain.usual.learningRate),
    transform: Limit.positive)
  var learningRate: Float?
  @Option(
    name: .customLong("update-rate"),
    help: .init(
      "Learning rate of the zeroth-order steps that are learned from.", valueName: "number"
    ).showing(default: MetaTrain.usual.updateRate),
    transform: Limit.positive)
  var updateRate: Float?
  @Option(
    name: .customLong("network-rate"),
    help: .init("Learning rate of the networks.", valueName: "number")
      .showing(default: MetaTrain.usual.networkRate)
  )
  var networkRate: Double?
  @Option(
    help: .init("The seed of the order of examples and of directions.", valueName: "n")
      .showing(default: MetaTrain.usual.seed),
    transform: Limit.whole(Limit.seeds)) var seed: Int?
  @OptionGroup var data: DataOptions

  @OptionGroup var place: OutputOptions

  private var recipe: MetaTraining.Recipe {
    var recipe = MetaTraining.Recipe()
    recipe.model = model
    recipe.task = task ?? recipe.task
    recipe.scheme = scheme ?? recipe.scheme
    recipe.epochs = epochs ?? recipe.epochs
    recipe.restart = restart ?? recipe.restart
    recipe.examples = examples ?? recipe.examples
    recipe.batch = batch ?? recipe.batch
    recipe.learningRate = learningRate ?? recipe.learningRate
    recipe.updateRate = updateRate ?? recipe.updateRate
    recipe.networkRate = networkRate ?? recipe.networkRate
    recipe.seed = seed ?? recipe.seed
    return recipe
  }

  func run() throws {
    try place.check(file: output)
    let interruption = Interruption()
    let trap = SignalTrap(interruption)
    defer { trap.cancel() }
    let planner = data.planner(complete: true)
    let training = try MetaTraining(recipe)
    var sum = (loss: 0.0, gain: 0.0)
    let parts = PartOptions([.task: "--task", .scheme: "--scheme"])
    try parts.checked {
      try training.write(to: OutputPlace(output).url, planner, interruption) { progress in
        sum = (sum.loss + progress.loss, sum.gain + progress.loss - progress.after)
        guard progress.step % 50 == 0 else { return }
        let scales = progress.scales
        Console.error(
          String(
            format: "%d/%d\tloss %.4f\tgain %.3e\tscales %.3f to %.3f", progress.step,
            progress.steps, sum.loss / 50, sum.gain / 50, scales.lowerBound, scales.upperBound))
        sum = (0, 0)
      }
    }
    Console.out(output)
  }
}
