import Experiments
import Foundation

/// A sentence and its label as a file has them.
struct LabelledSentence: Equatable {
  var sentence: String
  var label: Int
}

/// Reads `sentence` and `label` from a GLUE table (`.tsv`) or from JSON lines (`.jsonl`).
struct LabelledSentences {
  /// The number of classes; labels are 0..<classes.
  var classes: Int

  /// - Throws: the first line that has wrong columns or a label out of range.
  func read(_ file: URL) throws(InputProblem) -> [LabelledSentence] {
    let text = try TextLines(file)
    let examples = file.pathExtension == "jsonl" ? try objects(text) : try table(text)
    guard !examples.isEmpty else {
      throw InputProblem(at: file.path, "holds no examples")
    }
    return examples
  }

  private func table(_ text: TextLines) throws(InputProblem) -> [LabelledSentence] {
    guard let header = text.lines.first else { return [] }
    let names = columns(header)
    guard let sentence = names.firstIndex(of: "sentence"), let label = names.firstIndex(of: "label")
    else {
      throw InputProblem(
        at: text.place(header),
        "the first line must name the tab-separated columns 'sentence' and 'label', not "
          + names.map { "'\($0)'" }.joined(separator: ", "))
    }
    var examples: [LabelledSentence] = []
    for line in text.lines.dropFirst() {
      let fields = columns(line)
      guard fields.count == names.count else {
        throw InputProblem(
          at: text.place(line),
          "has \(fields.count) tab-separated columns where the header has \(names.count)")
      }
      examples.append(
        LabelledSentence(
          sentence: fields[sentence], label: try self.label(fields[label], at: text.place(line))))
    }
    return examples
  }

  private func objects(_ text: TextLines) throws(InputProblem) -> [LabelledSentence] {
    struct Row: Decodable {
      var sentence: String
      var label: Int
    }
    var examples: [LabelledSentence] = []
    for line in text.lines {
      guard let row = try? JSONDecoder().decode(Row.self, from: Data(line.text.utf8)) else {
        throw InputProblem(
          at: text.place(line),
          "must be a JSON object with 'sentence' (a string) and 'label' (an integer)")
      }
      let label = try label(String(row.label), at: text.place(line))
      examples.append(LabelledSentence(sentence: row.sentence, label: label))
    }
    return examples
  }

  private func columns(_ line: TextLines.Line) -> [String] {
    line.text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
  }

  private func label(_ text: String, at place: String) throws(InputProblem) -> Int {
    guard let label = Int(text), (0..<classes).contains(label) else {
      let test = text == "-1" ? "; is this GLUE's test file, whose labels are hidden?" : ""
      throw InputProblem(at: place, "the label is '\(text)'; it must be 0 to \(classes - 1)\(test)")
    }
    return label
  }
}
