import ArgumentParser
import Experiments
import Foundation
import Training

/// `zobench score`: the log-probability of every token of a text.
struct Score: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints ids, tokens and natural log-probabilities of a text.",
    discussion: """
      logprobs[i] is the log-probability of ids[i+1] given what precedes it. With --lines every \
      line of a file is a text, and one JSON object is printed per line.
      """)

  @Option(help: "An embedded model or a Hugging Face directory.")
  var model: String

  @Option(help: "The text.")
  var text: String?

  @Option(help: "A file with one text per line.")
  var lines: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard (text == nil) != (lines == nil) else {
      throw ValidationError("give either --text or --lines")
    }
  }

  func run() throws {
    let scorer = try TextScorer(model: model)
    for text in try texts() { try print(scorer.score(text)) }
  }

  private func texts() throws -> [String] {
    if let text { return [text] }
    let path = lines ?? ""
    guard let content = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw InputProblem(.missing, at: path, "cannot be read as UTF-8 text")
    }
    return content.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private func print(_ scores: TokenScores) throws {
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      Console.out(String(decoding: try encoder.encode(scores), as: UTF8.self))
      return
    }
    for (index, id) in scores.ids.enumerated() {
      let value = index == 0 ? "" : String(format: "%.6f", scores.logprobs[index - 1])
      Console.out("\(id)\t\(Console.printable(scores.tokens[index]))\t\(value)")
    }
  }
}
