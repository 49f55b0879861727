import ArgumentParser
import Foundation
import Laboratory
import Training
import Vocabulary

/// `zobench pretrain`: makes a tiny model.
struct Pretrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains a tiny model from scratch, or any model further on a text of your own.",
    discussion: """
      Writes a Hugging Face directory (config.json, tokenizer.json, model.safetensors in bf16) \
      with the recipe and the log of its making beside it. A text is UTF-8 whose documents end at \
      empty lines; they are cut into sequences of --length tokens. Without --optimizer it is AdamW \
      with warm-up and a cosine; with it, any method that asks for losses of a batch or for its \
      gradient, zeroth-order ones too.

        zobench pretrain my-model --family opt --seed 0
        zobench pretrain mine --base tiny-opt --text notes.txt --steps 500 --learning-rate 1e-4
        zobench pretrain mine --base tiny-opt --text notes.txt \\
          --optimizer 'zo-sgd(learningRate: 1e-5)'

      Exit status: 0 written; 64 usage; 65 a text, model or optimizer that cannot be used, or a \
      loss that is not finite; 66 no such file; 73, 74 cannot write; 75 interrupted.
      """)

  /// What holds where an option is not given.
  private static let usual = Pretraining.Recipe()
  private static let families = TinyConfiguration.families.joined(separator: ", ")

  @Argument(help: .newDirectory("The directory to write."), completion: .directory)
  var output: String

  @Option(
    help: .init("The family of a new model: \(Pretrain.families).", valueName: "name")
      .showing(default: Pretrain.usual.family)) var family: String?
  @Option(help: .init("A model to continue from, with its vocabulary.", valueName: "model"))
  var base: String?
  @Option(
    help: .init(
      "A text file, or 'running' or 'conversations' of the small world.", valueName: "text"
    ).showing(default: Pretrain.usual.text.rawValue),
    completion: .file())
  var text: String?
  @Option(
    help: .init("Tokens of a sequence.", valueName: "n").showing(default: Pretrain.usual.positions),
    transform: Limit.whole(2...1 << 17))
  var length: Int?
  @Option(
    help: .init("An optimizer of the catalog (default: AdamW).", valueName: "optimizer"))
  var optimizer: ComponentList?
  @Option(
    help: .init("Tokens of the vocabulary.", valueName: "n")
      .showing(default: Pretrain.usual.vocabulary), transform: Limit.whole(300...1 << 20))
  var vocabulary: Int?
  @Option(
    help: .init("Numbers per token, the hidden size.", valueName: "n")
      .showing(default: Pretrain.usual.width),
    transform: Limit.whole(1...1 << 14)) var width: Int?
  @Option(
    help: .init("Blocks of the model.", valueName: "n").showing(default: Pretrain.usual.layers),
    transform: Limit.whole(1...1024))
  var layers: Int?
  @Option(
    help: .init("Heads of attention per block.", valueName: "n")
      .showing(default: Pretrain.usual.heads),
    transform: Limit.whole(1...1 << 14)) var heads: Int?
  @Option(
    help: .init("Width between the two layers of a block.", valueName: "n")
      .showing(default: Pretrain.usual.inner),
    transform: Limit.whole(1...1 << 16)) var inner: Int?
  @Option(
    help: .init("Optimizer steps.", valueName: "n").showing(default: Pretrain.usual.steps),
    transform: Limit.whole(1...10_000_000))
  var steps: Int?
  @Option(
    help: .init("Documents per step.", valueName: "n").showing(default: Pretrain.usual.batch),
    transform: Limit.whole(1...1 << 16))
  var batch: Int?
  @Option(
    help: .init("Percentage of tokens that a masked model has to predict.", valueName: "n")
      .showing(default: Pretrain.usual.masking),
    transform: Limit.whole(1...100))
  var masking: Int?
  @Option(
    name: .customLong("learning-rate"),
    help: .init("The highest rate of Adam.", valueName: "number")
      .showing(default: Pretrain.usual.learningRate),
    transform: Limit.positive)
  var learningRate: Float?
  @Option(
    help: .init("The seed of the initial weights and of the order of documents.", valueName: "n")
      .showing(default: Pretrain.usual.seed),
    transform: Limit.whole(Limit.seeds)) var seed: Int?

  private var recipe: Pretraining.Recipe {
    var recipe = Pretraining.Recipe()
    recipe.family = family ?? recipe.family
    recipe.base = base ?? recipe.base
    recipe.text = text.flatMap { PretrainingText(rawValue: $0) } ?? recipe.text
    if let text, PretrainingText(rawValue: text) == nil { recipe.file = text }
    recipe.positions = length ?? recipe.positions
    recipe.masking = masking ?? recipe.masking
    recipe.vocabulary = vocabulary ?? recipe.vocabulary
    recipe.width = width ?? recipe.width
    recipe.layers = layers ?? recipe.layers
    recipe.heads = heads ?? recipe.heads
    recipe.inner = inner ?? recipe.inner
    recipe.steps = steps ?? recipe.steps
    recipe.batch = batch ?? recipe.batch
    recipe.learningRate = learningRate ?? recipe.learningRate
    recipe.seed = seed ?? recipe.seed
    return recipe
  }

  @OptionGroup var place: OutputOptions

  /// The options that shape a new model, of those that are given.
  private var shape: [String] {
    let options: [(name: String, isGiven: Bool)] = [
      ("--family", family != nil), ("--vocabulary", vocabulary != nil),
      ("--width", width != nil), ("--layers", layers != nil), ("--heads", heads != nil),
      ("--inner", inner != nil),
    ]
    return options.filter(\.isGiven).map(\.name)
  }

  func validate() throws {
    if base != nil, let option = shape.first {
      throw ValidationError(
        "\(option) shapes a new model and --base continues one that is there; give one of the two")
    }
    if let optimizer, optimizer.components.count != 1 {
      throw ValidationError("--optimizer takes one optimizer")
    }
    if optimizer != nil, learningRate != nil {
      throw ValidationError(
        "--learning-rate is AdamW's; write it as --optimizer 'zo-sgd(learningRate: 1e-5)'")
    }
  }

  func run() throws {
    if masking != nil, try recipe.isCausal() {
      let model = base.map { "--base \($0)" } ?? "--family \(recipe.family)"
      throw ValidationError(
        "--masking is of masked models, and \(model) predicts the next token; leave it out")
    }
    try place.fill(output, reading: [base]) { try train(to: $0) }
  }

  private func train(to directory: URL) throws {
    let interruption = Interruption()
    let trap = SignalTrap(interruption)
    defer { trap.cancel() }
    var log = "step\tloss\ttokens\n"
    var sum = (loss: 0.0, tokens: 0)
    let pretraining = Pretraining(recipe, optimizer: optimizer?.components.first)
    try pretraining.run(to: directory, interruption: interruption) { progress in
      sum = (sum.loss + progress.loss, sum.tokens + progress.tokens)
      guard progress.step % 50 == 0 else { return }
      let line = "\(progress.step)\t\(String(format: "%.4f", sum.loss / 50))\t\(sum.tokens)"
      log += line + "\n"
      Console.error(line)
      sum.loss = 0
    }
    try Data(log.utf8).write(to: directory.appendingPathComponent("pretraining.tsv"))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try encoder.encode(pretraining.recipe).write(
      to: directory.appendingPathComponent("pretraining.json"))
  }
}
