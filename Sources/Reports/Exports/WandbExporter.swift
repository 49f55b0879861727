import Foundation
import Vocabulary

/// Comma-separated tables as the workspaces of Weights & Biases export them: `runs.csv` with
/// configuration and summary of each run, and a history per run for `wandb.init().log`.
package struct WandbExporter: RunExporter {
  package static let name = "wandb"

  package init() {}

  package func files(_ runs: [DatedRun]) -> [ExportedFile] {
    [ExportedFile("runs.csv", Self.runs(runs))]
      + runs.map { ExportedFile("history/\($0.name).csv", Self.history($0)) }
  }

  private static func runs(_ runs: [DatedRun]) -> String {
    let parameters = Set(runs.flatMap { $0.parameters.map(\.name) }).sorted()
    let metrics = Set(runs.flatMap { $0.series.map(\.name) }).sorted()
    let head = ["Name", "State", "Created", "Runtime"] + parameters + metrics
    let rows = runs.map { run in
      let own = Dictionary(run.parameters.map { ($0.name, $0.value) }) { first, _ in first }
      let last = Dictionary(run.series.map { ($0.name, $0.points.last?.value) }) { first, _ in first
      }
      let state = run.result.outcome == .completed ? "finished" : "failed"
      return [run.name, state, run.started, "\(Int(run.times.end - run.times.start))"]
        + parameters.map { own[$0] ?? "" }
        + metrics.map { name in (last[name] ?? nil).map { "\($0)" } ?? "" }
    }
    return text([head] + rows)
  }

  private static func history(_ run: DatedRun) -> String {
    let series = run.series
    let values = series.map { item in
      Dictionary(item.points.map { ($0.step, $0.value) }) { first, _ in first }
    }
    let steps = Set(values.flatMap(\.keys)).sorted()
    let rows = steps.map { step in
      ["\(step)", String(format: "%.3f", run.time(ofStep: step))]
        + values.map { $0[step].map { "\($0)" } ?? "" }
    }
    return text([["_step", "_timestamp"] + series.map(\.name)] + rows)
  }

  /// RFC 4180.
  private static func text(_ rows: [[String]]) -> String {
    rows.map { row in
      row.map { value in
        let isPlain = !value.unicodeScalars.contains { "\",\n\r".unicodeScalars.contains($0) }
        return isPlain ? value : "\"" + value.replacing("\"", with: "\"\"") + "\""
      }.joined(separator: ",") + "\n"
    }.joined()
  }
}
