import Foundation
import Vocabulary

/// A directory that MLflow takes for its tracking URI: a file store of one experiment.
///
/// The layout is that of mlflow/store/tracking/file_store.py: a folder per run with `meta.yaml` and
/// a file for each metric (`time value step` on a line), parameter and tag.
package struct MLflowExporter: RunExporter {
  package static let name = "mlflow"
  private static let experiment = "1"

  package init() {}

  package func files(_ runs: [DatedRun]) -> [ExportedFile] {
    let start = runs.map(\.times.start).min() ?? 0
    let end = runs.map(\.times.end).max() ?? 0
    let meta = [
      ("artifact_location", "./\(Self.experiment)"), ("creation_time", Self.time(start)),
      ("experiment_id", "'\(Self.experiment)'"), ("last_update_time", Self.time(end)),
      ("lifecycle_stage", "active"), ("name", "zobench"),
    ]
    return [ExportedFile("\(Self.experiment)/meta.yaml", Self.yaml(meta))]
      + runs.flatMap(files)
  }

  private func files(_ run: DatedRun) -> [ExportedFile] {
    let identity = String(run.result.identity.digest.hex.prefix(32))
    let folder = "\(Self.experiment)/\(identity)"
    let status = run.result.outcome == .completed ? 3 : 4
    let meta = [
      ("artifact_uri", "./\(folder)/artifacts"), ("end_time", Self.time(run.times.end)),
      ("entry_point_name", "''"), ("experiment_id", "'\(Self.experiment)'"),
      ("lifecycle_stage", "active"), ("run_id", identity), ("run_name", run.name),
      ("run_uuid", identity), ("source_name", "''"), ("source_type", "4"),
      ("source_version", "''"), ("start_time", Self.time(run.times.start)),
      ("status", "\(status)"), ("tags", "[]"), ("user_id", "zobench"),
    ]
    let metrics = run.series.map { name, points in
      let lines = points.map { "\(Self.time(run.time(ofStep: $0.step))) \($0.value) \($0.step)\n" }
      return ExportedFile("\(folder)/metrics/\(name)", lines.joined())
    }
    let parameters = run.parameters.map {
      ExportedFile("\(folder)/params/\($0.name)", String($0.value.prefix(500)))
    }
    let tags = [
      ("mlflow.runName", run.name), ("zobench.outcome", run.result.outcome.name),
      ("zobench.version", run.machine?.version ?? ""),
      ("zobench.processor", run.machine?.processor ?? ""),
    ].map { ExportedFile("\(folder)/tags/\($0.0)", PlainText.oneLine($0.1)) }
    return [ExportedFile("\(folder)/meta.yaml", Self.yaml(meta))] + metrics + parameters + tags
      + [ExportedFile("\(folder)/artifacts/cell.json", canonicalJSON(run.result.cell) + "\n")]
  }

  private static func yaml(_ pairs: [(String, String)]) -> String {
    pairs.map { "\($0.0): \($0.1)\n" }.joined()
  }

  /// Milliseconds since 1970.
  private static func time(_ seconds: Double) -> String { "\(Int(seconds * 1000))" }
}
