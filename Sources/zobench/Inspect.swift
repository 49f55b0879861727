import ArgumentParser
import Foundation
import Laboratory
import Reports
import Training
import Vocabulary

/// `zobench inspect`: a model's configuration, parameters, and what fine-tuning it would need.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints a model's parameters and the peak bytes of fine-tuning it.",
    discussion: """
      Needs no weights: a directory with a config.json is enough. The forecast is for steps of \
      --batch examples of --length tokens with two answers of one token each; 'plan' forecasts \
      the cells of a grid on their own data.

        zobench inspect tiny-opt --batch 8

      Exit status: 0 printed; 64 usage; 65 a model that cannot be used; 66 no such model.
      """)

  @Argument(
    help: "An embedded model, a directory, a GGUF file, or ORG/NAME[@REV] in the Hub's cache.",
    completion: .models)
  var model: String

  @Option(
    help: .init("Examples per training step.", valueName: "n"), reading: Limit.whole(Limit.counts)
  ) var batch = 16
  @Option(
    help: .init("Tokens per example (default: 256, or what the model has).", valueName: "n"),
    transform: Limit.whole(Limit.counts))
  var length: Int?
  @Option(
    help: .init("Storage format of the weights.", valueName: "format")
  ) var weights = StorageFormat.f32
  @Option(
    name: [.customLong("memory-budget"), .customLong("memory")],
    help: .init("Say how steps are divided so that they fit, for example 8GiB.", valueName: "size"),
    transform: ByteSize.parse)
  var memoryBudget: ByteSize?
  @Flag(help: "Give every optimizer a line, also those that need as much as others.")
  var all = false
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let inspection = try ModelInspection(
      model: model, batch: batch, length: length, weights: weights,
      budget: memoryBudget?.bytes)
    Console.out(
      json
        ? PrettyJSON.text(inspection)
        : Console.printable(InspectionText(inspection: inspection, showsAll: all).text))
  }
}
