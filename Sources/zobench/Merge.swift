import ArgumentParser
import Foundation
import Training
import Vocabulary

/// `zobench merge`: a LoRA folded into the model that it was trained on.
struct Merge: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Folds a LoRA in PEFT's files into its base and writes a Hugging Face directory.",
    discussion: """
        zobench merge adapters/lora merged-model

      Exit status: 0 written; 64 usage; 65 an adapter that cannot be used; 66 a missing file; 73, \
      74 cannot write.
      """)

  @Argument(help: "The adapter's directory.")
  var adapter: String

  @Argument(help: .newDirectory("The directory to write."), completion: .directory)
  var output: String

  @Option(
    help: .init("The base (default: what the adapter's configuration names).", valueName: "model"))
  var model: String?

  @Option(help: .init("How weights are written.", valueName: "format"))
  var weights = FloatFormat.f32

  @OptionGroup var place: OutputOptions

  func run() throws {
    let merge = try AdapterMerge(adapter: adapter, model: model, weights: weights.format)
    try place.fill(output, reading: [adapter, merge.directory]) { try merge.write(to: $0) }
    Console.error("the merged model is in \(output)")
  }
}

/// A storage format of floats, which is what a merged model can be written in.
struct FloatFormat: ExpressibleByArgument {
  let format: StorageFormat

  static let f32 = FloatFormat(format: .f32)

  static var allValueStrings: [String] { StorageFormat.floats.map(\.rawValue) }

  var defaultValueDescription: String { format.rawValue }
}

extension FloatFormat {
  init?(argument: String) {
    guard let format = StorageFormat.floats.first(where: { $0.rawValue == argument }) else {
      return nil
    }
    self.init(format: format)
  }
}
