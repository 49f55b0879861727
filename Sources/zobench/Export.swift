import ArgumentParser
import Foundation
import Grids
import Reports
import Storage
import Vocabulary

/// `zobench export`: runs as other programs read them.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes stored runs as TensorBoard, MLflow, wandb or lm-eval read them.",
    discussion: """
      tensorboard: event files for 'tensorboard --logdir DIR'. mlflow: a file store for \
      'mlflow ui --backend-store-uri DIR'. wandb: offline runs for 'wandb sync DIR/*'. lm-eval: \
      the harness's results files. Curves are those of the chosen trials; times of \
      steps are interpolated.

        zobench export --to tensorboard logs results.sqlite

      Exit status: 0 written; 64 usage; 65 not a results database; 66 no database, or nothing \
      matches; 73 cannot write; 76 a newer version's.
      """)

  @Argument(
    help: .newDirectory("The directory to write; it must be new or empty."),
    completion: .directory)
  var directory: String

  @OptionGroup var database: DatabaseOptions

  @Option(
    help: .init("One of: \(Export.names).", valueName: "program"),
    completion: .list(RunExporters.all.map { $0.name }))
  var to: String

  @Option(
    help: .init(
      "Export only matching runs, for example 'optimizer=zo-*,seed=0'.", valueName: "filter"))
  var only = ""

  @OptionGroup var place: OutputOptions

  private static let names = RunExporters.all.map { $0.name }.joined(separator: ", ")

  func run() throws {
    guard let exporter = RunExporters.named(to) else {
      throw ValidationError(
        "nothing is known of '\(to)'; "
          + (didYouMean(to, among: RunExporters.all.map { $0.name }) ?? "one of: \(Self.names)"))
    }
    let filter = try CellFilter(only)
    let runs = try ResultStore(path: database.path, mode: .readOnly).storedRuns()
      .filter { filter.admits($0.result.cell) }
    guard !runs.isEmpty else {
      throw InputProblem(
        .missing, at: database.path,
        only.isEmpty ? "holds no run" : "no stored run matches --only '\(only)'")
    }
    try place.check(emptyFolder: directory)
    try place.write(exporter.files(runs).map { ($0.path, $0.data) }, asNew: directory)
    Console.error("\(runs.count) run\(runs.count == 1 ? "" : "s") in \(directory)")
  }
}
