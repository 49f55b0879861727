import ArgumentParser
import Foundation
import Laboratory
import Tasks
import Training
import Vocabulary

/// `zobench score`: the log-probability of every token of a text.
struct Score: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the tokens of a text with their ids and natural log-probabilities.",
    discussion: """
      logprobs[i] is the log-probability of ids[i+1] given what precedes it; of a masked model, \
      of ids[i] at its own place. With --lines every line of a file is a text, and one JSON object \
      is printed per line.

        zobench score --model tiny-opt --text 'the film was good'

      Exit status: 0 printed; 64 usage; 65 a model that cannot be used; 66 no such model.
      """)

  @Option(
    help: .init(
      "An embedded model, a directory, a GGUF file, or ORG/NAME[@REV] in the Hub's cache.",
      valueName: "model"))
  var model: String

  @Option(help: .init("Storage format of the weights.", valueName: "format"))
  var weights = StorageFormat.f32

  @Option(
    help: .init("What dense products are computed in; bf16 is by oneDNN.", valueName: "format"))
  var compute = Compute.f32

  @Option(
    help: .init(
      "A directory with a LoRA, prefix or prompt in PEFT's files.", valueName: "directory"))
  var adapter: String?

  @Option(parsing: .unconditional, help: "The text.")
  var text: String?

  @Option(help: .init("A file with one text per line.", valueName: "file"))
  var lines: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard (text == nil) != (lines == nil) else {
      throw ValidationError("give either --text or --lines")
    }
    try TextOption.check(text)
    guard text != "" else { throw ValidationError("--text is empty: there is nothing to score") }
  }

  func run() throws {
    let scorer = try TextScorer(
      model: model, format: weights, compute: compute, adapter: adapter)
    for text in try texts() { try print(scorer.score(text)) }
  }

  private func texts() throws -> [String] {
    if let text { return [text] }
    let path = lines ?? ""
    let content = try UTF8Text.read(URL(fileURLWithPath: path))
    // By scalars: Swift takes CR LF for one character.
    let lines = content.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String(String.UnicodeScalarView($0.last == "\r" ? $0.dropLast() : $0)) }
    return lines.last == "" ? lines.dropLast() : lines
  }

  private func print(_ scores: TokenScores) throws {
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      Console.out(String(decoding: try encoder.encode(scores), as: UTF8.self))
      return
    }
    let first = scores.ids.count - scores.logprobs.count
    for (index, id) in scores.ids.enumerated() {
      let value = index < first ? "" : String(format: "%.6f", scores.logprobs[index - first])
      Console.out("\(id)\t\(Console.printable(scores.tokens[index]))\t\(value)")
    }
  }
}
