import Foundation
import Vocabulary

/// A number that a paper reports, with what it was measured on.
package struct PublishedNumber: Hashable, Sendable {
  /// How sure the number is.
  package enum Confidence: String, Sendable {
    /// Read in the paper that reports it.
    case confirmed = "C"
    /// Read in a text that reprints it.
    case secondary = "S"
    case unconfirmed = "U"
  }

  package enum Quantity: String, Sendable {
    case accuracy, f1
    /// GB, as the paper measured it: never the ledger's.
    case memory
    /// Percent against SGD with gradients, of what the note says.
    case change
  }

  /// A key of `PublishedSource`.
  package var source: String
  package var confidence: Confidence
  package var quantity: Quantity
  /// The last part of a checkpoint's name, in lower case: `opt-13b`.
  package var model: String
  package var task: String
  package var scheme: String
  package var optimizer: String
  /// Percent, or GB, as the quantity is.
  package var value: Double
  package var deviation: Double?
  /// Training examples: `1000`, `16 per class`, `none`.
  package var examples: String
  /// Whose prompt: `mezo`, `lm-bff`, `unknown`.
  package var prompt: String
  package var note: String

  /// The columns of the data files, in order.
  static let columns = [
    "source", "tag", "quantity", "model", "task", "scheme", "optimizer", "value", "deviation",
    "examples", "prompt", "note",
  ]

  /// - Parameter fields: in the order of `columns`; nil where one does not say what it should.
  init?(_ fields: [String]) {
    guard fields.count == Self.columns.count, let confidence = Confidence(rawValue: fields[1]),
      let quantity = Quantity(rawValue: fields[2]), let value = Double(fields[7]), value.isFinite
    else { return nil }
    source = fields[0]
    self.confidence = confidence
    self.quantity = quantity
    (model, task, scheme, optimizer) = (fields[3], fields[4], fields[5], fields[6])
    self.value = value
    deviation = Double(fields[8])
    (examples, prompt, note) = (fields[9], fields[10], fields[11])
  }
}

/// Where published numbers are from.
package struct PublishedSource: Hashable, Sendable {
  package var key: String
  package var title: String
  package var address: String
}

/// The published numbers that ship with the program: tab-separated files in `Resources/published`.
package struct PublishedNumbers: Sendable {
  package var numbers: [PublishedNumber]
  package var sources: [PublishedSource]

  private static let files = ["mezo", "zo-bench", "successors", "aim-zo", "recent"]

  /// Reads the shipped files.
  package init() throws(InputProblem) {
    sources = try Self.rows("sources", columns: ["source", "title", "address"]).map {
      PublishedSource(key: $0[0], title: $0[1], address: $0[2])
    }
    numbers = []
    for file in Self.files {
      for (line, fields) in try Self.rows(file, columns: PublishedNumber.columns).enumerated() {
        guard let number = PublishedNumber(fields),
          sources.contains(where: { $0.key == number.source })
        else { throw Self.problem(file, "line \(line + 2) is no published number") }
        numbers.append(number)
      }
    }
  }

  private static func rows(
    _ name: String, columns: [String]
  ) throws(InputProblem) -> [[String]] {
    guard
      let folder = Bundle.module.url(forResource: "Resources", withExtension: nil),
      let text = try? String(
        contentsOf: folder.appendingPathComponent("published/\(name).tsv"), encoding: .utf8)
    else { throw problem(name, "is not beside the program: build it again", .missing) }
    let lines = text.split(separator: "\n").map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    guard lines.first == columns, lines.allSatisfy({ $0.count == columns.count }) else {
      throw problem(name, "does not have the columns \(columns.joined(separator: ", "))")
    }
    return Array(lines.dropFirst())
  }

  private static func problem(
    _ file: String, _ message: String, _ kind: InputProblem.Kind = .invalid
  ) -> InputProblem {
    InputProblem(kind, at: "published/\(file).tsv", message)
  }
}
