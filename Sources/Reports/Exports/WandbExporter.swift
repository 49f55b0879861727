import Foundation
import Notation
import Vocabulary

/// Runs as `WANDB_MODE=offline` leaves them, for `wandb sync`: a directory each, with the log of
/// its records.
///
/// Records are messages of wandb/proto/wandb_internal.proto, numbered from 1: what wrote them, the
/// run with its configuration, a step of the history each, the summary, and how it ended.
package struct WandbExporter: RunExporter {
  package static let name = "wandb"
  /// The oldest reader that knows all of this.
  private static let reader = "0.12.0"

  package init() {}

  package func files(_ runs: [DatedRun]) -> [ExportedFile] {
    runs.map { run in
      let id = Self.id(run)
      let digits = run.started.filter(\.isNumber)
      let time = "\(digits.prefix(8))_\(digits.dropFirst(8).prefix(6))"
      return ExportedFile("offline-run-\(time)-\(id)/run-\(id).wandb", Data(Self.log(run)))
    }
  }

  /// wandb allows 64 characters; the beginning of the identity is enough for any project.
  private static func id(_ run: DatedRun) -> String {
    String(run.result.identity.digest.hex.prefix(16))
  }

  private static func log(_ run: DatedRun) -> [UInt8] {
    var blocks = LogBlocks(name: ":W&B", magic: 0xBEE1, version: 0)
    let contents =
      [(21, header(run)), (17, about(run))]
      + history(run).map { (2, $0) } + [(3, summary(run)), (18, exit(run))]
    for (index, content) in contents.enumerated() {
      var record = ProtobufWriter()
      record.write(index + 1, as: 1)
      record.write(content.1, as: UInt64(content.0))
      blocks.append(record.bytes)
    }
    return blocks.bytes
  }

  private static func header(_ run: DatedRun) -> [UInt8] {
    message { header in
      header.write(
        message {
          $0.write(run.machine?.version ?? "zobench", as: 1)
          $0.write(reader, as: 2)
        }, as: 1)
    }
  }

  private static func about(_ run: DatedRun) -> [UInt8] {
    message {
      $0.write(id(run), as: 1)
      $0.write("zobench", as: 3)
      $0.write(message { items(run.parameters.map { ($0.name, json($0.value)) }, to: &$0) }, as: 4)
      $0.write(run.result.cell.cell.task.name, as: 6)
      $0.write(run.name, as: 8)
      $0.write(run.machine?.processor ?? "", as: 13)
      $0.write(message { $0.write(Int(run.times.start), as: 1) }, as: 17)
    }
  }

  /// A message for each step that has numbers, with those of all series.
  private static func history(_ run: DatedRun) -> [[UInt8]] {
    var steps: [Int: [(String, String)]] = [:]
    for (name, points) in run.series {
      for point in points { steps[point.step, default: []].append((name, json(point.value))) }
    }
    return steps.sorted { $0.key < $1.key }.map { step, values in
      let time = run.time(ofStep: step)
      let own = [
        ("_step", "\(step)"), ("_timestamp", json(time)),
        ("_runtime", json(time - run.times.start)),
      ]
      return message {
        items(values + own, to: &$0)
        $0.write(message { $0.write(step, as: 1) }, as: 2)
      }
    }
  }

  /// The last value of each series.
  private static func summary(_ run: DatedRun) -> [UInt8] {
    let last = run.series.compactMap { series in
      series.points.last.map { (series.name, json($0.value)) }
    }
    let seconds = json(run.times.end - run.times.start)
    return message { items(last + [("_runtime", seconds)], to: &$0) }
  }

  private static func exit(_ run: DatedRun) -> [UInt8] {
    message {
      $0.write(run.result.outcome == .completed ? 0 : 1, as: 1)
      $0.write(Int(run.times.end - run.times.start), as: 2)
    }
  }

  /// Keys with their values in JSON: items of a configuration, a history and a summary are alike.
  private static func items(_ pairs: [(String, String)], to writer: inout ProtobufWriter) {
    for (key, value) in pairs {
      writer.write(
        message {
          $0.write(key, as: 1)
          $0.write(value, as: 16)
        }, as: 1)
    }
  }

  private static func message(_ fill: (inout ProtobufWriter) -> Void) -> [UInt8] {
    var writer = ProtobufWriter()
    fill(&writer)
    return writer.bytes
  }

  /// Numbers and truths as such, anything else, also what JSON has no number for, as a text.
  private static func json(_ value: Double) -> String {
    value.isFinite ? "\(value)" : canonicalJSON("\(value)")
  }

  private static func json(_ text: String) -> String {
    if let number = Int(text) { return "\(number)" }
    if let number = Double(text), number.isFinite { return "\(number)" }
    return ["true", "false"].contains(text) ? text : canonicalJSON(text)
  }
}
