import ArgumentParser
import Foundation
import Laboratory
import Reports
import Tasks
import Training
import Vocabulary

/// `zobench predict`: labels for rows of one's own.
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Labels the rows of a CSV, TSV or JSONL with trained weights.",
    discussion: """
      The rows have the fields of the task's prompt and need no labels. They come out in the same \
      order with 'prediction', its 'probability' among the options, and 'p(CLASS)' of each class. \
      What 'run --export' wrote knows its task; a stored run (--cell) is made again from its step \
      log.

        zobench predict reviews.csv --adapter out/shop-lora-seed0-1a2b3c --out labels.csv
        zobench predict reviews.jsonl --model tiny-opt --task mini-sst2

      Exit status: 0 written; 64 usage; 65 rows, task or weights that cannot be used; 66 a \
      missing file; 73, 74 cannot write.
      """)

  @Argument(
    help: ArgumentHelp("The rows: .csv, .tsv, .jsonl or .json.", valueName: "file"),
    completion: .file(extensions: ["csv", "tsv", "jsonl", "json"]))
  var file: String

  @OptionGroup var weights: WeightsOptions

  @Option(
    help: .newFile("The file to write, .csv or .jsonl (default: stdout)."))
  var out: String?

  @OptionGroup var place: OutputOptions

  @Option(
    help: ArgumentHelp(
      "csv or jsonl (default: as --out ends, else as the rows come).", valueName: "format"),
    completion: .list(AnsweredRows.Form.allCases.map(\.rawValue)))
  var format: String?

  func run() throws {
    let form = try form()
    if let out { try place.check(file: out) }
    let (predictor, _) = try weights.predictor(readingFile: true)
    let rows = try AskedRows(URL(fileURLWithPath: file), of: predictor.seeded.cell.task)
    let predictions = try predictor.predictions(of: rows.examples)
    let answers = zip(predictions, rows.examples).map {
      RowAnswer($0, of: $1, classes: rows.classes)
    }
    let text = try AnsweredRows(rows, answers).text(form)
    guard let out else { return Console.out(text) }
    try place.write(text, to: out)
    Console.error("\(answers.count) rows labeled in \(out)")
  }

  private func form() throws -> AnsweredRows.Form {
    let ending = format ?? ((out ?? file) as NSString).pathExtension.lowercased()
    if let form = AnsweredRows.Form(rawValue: ending) { return form }
    guard format == nil, out == nil else {
      throw ValidationError("predictions are written as csv or jsonl, not as '\(ending)'")
    }
    return ending == "json" ? .jsonl : .csv
  }
}
