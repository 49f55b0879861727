import Foundation
import Vocabulary

/// A file below the directory of an export.
package struct ExportedFile: Sendable {
  /// With slashes, relative.
  package var path: String
  package var data: Data

  init(_ path: String, _ data: Data) { (self.path, self.data) = (path, data) }
  init(_ path: String, _ text: String) { self.init(path, Data(text.utf8)) }
}

/// Runs as another program reads them: one file each, added to `RunExporters`.
package protocol RunExporter: Sendable {
  /// What the command line calls it.
  static var name: String { get }
  init()
  /// The files of an export.
  func files(_ runs: [DatedRun]) -> [ExportedFile]
}

/// All exporters, in the order in which help lists them.
package enum RunExporters {
  package static let all: [any RunExporter.Type] = [
    TensorBoardExporter.self, MLflowExporter.self, WandbExporter.self, HarnessExporter.self,
  ]

  package static func named(_ name: String) -> (any RunExporter)? {
    all.first { $0.name == name }?.init()
  }
}

extension DatedRun {
  /// A name for files: letters, digits and `-_.`, with the beginning of the identity.
  var name: String {
    let cell = result.cell.cell
    let parts = Axis.allCases.map { cell[$0].shown } + ["seed\(result.cell.seed)"]
    let plain = parts.map { part in
      String((part.split(separator: "/").last ?? "").map(Self.safe))
    }
    return plain.joined(separator: "_") + "-" + result.identity.digest.short
  }

  private static func safe(_ character: Character) -> Character {
    let isPlain =
      character.isASCII && (character.isLetter || character.isNumber)
      || "-_.".contains(character)
    return isPlain ? character : "-"
  }

  /// Everything that was set, each under one name: `learningRate`, `run.steps`, `task.template`.
  var parameters: [(name: String, value: String)] {
    let cell = result.cell.cell
    var settings = cell.optimizer.settings.mapValues(\.description)
    for (name, value) in result.chosenTrial?.point ?? [:] { settings[name] = value.description }
    for axis in Axis.allCases {
      settings[axis.rawValue] = cell[axis].shown
      guard axis != .optimizer else { continue }
      for (name, value) in cell[axis].settings {
        settings["\(axis.rawValue).\(name)"] = value.description
      }
    }
    for (name, value) in cell.run.values { settings["run.\(name)"] = value.description }
    settings["seed"] = "\(result.cell.seed)"
    return settings.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The chosen trial's numbers by step: training losses, development scores, and the test.
  var series: [(name: String, points: [(step: Int, value: Double)])] {
    guard let trial = result.chosenTrial else { return [] }
    let losses = trial.curve.enumerated().map { (step: $0 + 1, value: Double($1)) }
    let dev = trial.dev.map { (step: $0.step, value: $0.score) }
    let devLoss = trial.dev.compactMap { point in
      point.loss.map { (step: point.step, value: $0) }
    }
    var series = [("train/loss", losses), ("dev/score", dev), ("dev/loss", devLoss)]
    for (name, value) in (result.test?.metrics ?? [:]).sorted(by: { $0.key < $1.key }) {
      series.append(("test/" + name, [(step: trial.stepsDone, value: value)]))
    }
    let peak = trial.training.measured.peakBytes
    series.append(("memory/peakBytes", [(step: trial.stepsDone, value: Double(peak))]))
    return series.filter { !$0.1.isEmpty }.map { (name: $0.0, points: $0.1) }
  }

  /// Seconds since 1970 of begin and end; of a step, as if all had taken the same time.
  var times: (start: Double, end: Double) {
    let start = Self.seconds(started)
    return (start, max(start, Self.seconds(finished)))
  }

  func time(ofStep step: Int) -> Double {
    let all = max(1, result.chosenTrial?.stepsDone ?? 1)
    let (start, end) = times
    return start + (end - start) * Double(min(step, all)) / Double(all)
  }

  private static func seconds(_ text: String) -> Double {
    (try? Date(text, strategy: .iso8601))?.timeIntervalSince1970 ?? 0
  }
}
