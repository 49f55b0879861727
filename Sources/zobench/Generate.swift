import ArgumentParser
import Foundation
import Laboratory
import Reports
import Training
import Vocabulary

/// `zobench generate`: what a model writes after a text.
struct Generate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Continues a text greedily, with the likeliest token each time.",
    discussion: """
      Ends with the end of text, after --max-tokens tokens, at the model's last position and, \
      with --line, with the line, as answers of squad and drop end.

        zobench generate --model tiny-opt --text 'the film was'

      Exit status: 0 printed; 64 usage; 65 a model that cannot be used; 66 no such model.
      """)

  @Option(
    help: .init(
      "An embedded model, a directory, a GGUF file, or ORG/NAME[@REV] in the Hub's cache.",
      valueName: "model"),
    completion: .models)
  var model: String

  @Option(
    help: ArgumentHelp(
      "A directory with a LoRA, prefix or prompt in PEFT's files.", valueName: "directory"),
    completion: .directory)
  var adapter: String?

  @Option(parsing: .unconditional, help: "The text.")
  var text: String

  @Option(help: .init("The most tokens to write.", valueName: "n"))
  var maxTokens = 50

  @Flag(help: "Stop at the end of the line.")
  var line = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    try TextOption.check(text)
    guard (1...1 << 20).contains(maxTokens) else {
      throw ValidationError("--max-tokens must be 1 to \(1 << 20)")
    }
  }

  func run() throws {
    let generated = try TextGenerator(model: model, adapter: adapter)
      .generate(after: text, maxTokens: maxTokens, stoppingAtLineEnds: line)
    Console.out(json ? PrettyJSON.text(generated) : Console.printable(generated.text))
  }
}
