import Foundation
import Models
import Notation
import Schemes
import Vocabulary

/// Which program wrote an export, and how it was started.
package struct ExportOrigin: Hashable, Sendable {
  /// As results carry it.
  package var version: String
  /// What was typed.
  package var command: String
  /// The directory with the data sets that were read, absolute; nil where none was named.
  package var data: String?

  package init(version: String, command: String, data: String? = nil) {
    (self.version, self.command, self.data) = (version, command, data)
  }
}

/// Where exported weights come from, for programs: `zobench.json` beside them.
package struct ExportRecord: Codable, Sendable {
  /// The version that wrote it.
  package var zobench: String
  package var command: String
  /// Where its data sets were, absolute; nil where none were read from files.
  package var data: String?
  /// The run, as its database has it.
  package var cell: SeededCell
  package var identity: Identity
  /// The hyper-parameter point of the trial that was tested, and its number from 1.
  package var point: [String: SettingValue]
  package var trial: Int
  /// The step whose weights these are.
  package var step: Int
  /// On development data at that step; nil where there were no steps.
  package var dev: DevPoint?
  /// On test data; nil when they were not looked at for these weights.
  package var test: TestResult?

  /// Beside the weights.
  package static let file = "zobench.json"

  /// The record of a directory; nil when it has none.
  ///
  /// - Throws: `InputProblem` for one that cannot be read.
  package init?(in directory: URL) throws(InputProblem) {
    let file = directory.appending(path: Self.file)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    do {
      let data = try RegularFile.contents(of: file)
      self = try JSONDecoder().decode(Self.self, from: data)
    } catch {
      throw InputProblem(
        at: file.path,
        "is no record of an export, which says what the weights are of: \(error); export them "
          + "again, or remove it if they are of another program")
    }
  }

  /// - Parameter directory: of the adapter that the record lies beside.
  /// - Throws: an `InputProblem` when the adapter was trained on another model.
  func check(base model: PretrainedModel, in directory: URL) throws(InputProblem) {
    guard identity.model != model.digest else { return }
    throw InputProblem(
      at: directory.appending(path: Self.file).path,
      "the adapter was trained on '\(cell.cell.model.name)' (\(identity.model.short)), and "
        + "'\(model.name)' is another model or another file of it (\(model.digest.short)); name "
        + "the first with --model, or remove this record if the weights are meant to be the same")
  }

  /// - Parameter trained: the trial as it ended, with its index.
  init(
    _ plan: RunPlan, _ origin: ExportOrigin, trained: (index: Int, result: TrialResult),
    step: Int, test: TestResult?
  ) {
    (zobench, command, data) = (origin.version, origin.command, origin.data)
    (cell, identity) = (plan.seeded, plan.identity)
    (trial, point) = (trained.index + 1, trained.result.point)
    self.step = step
    dev = trained.result.dev.last { $0.step == step }
    self.test = test
  }

  func write(to directory: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try encoder.encode(self).write(to: directory.appending(path: Self.file))
  }
}

extension AdapterImport {
  /// An adapter that is to be used on a model.
  ///
  /// - Throws: `InputProblem` also where the record beside it cannot be read, or is of another
  ///   model.
  package init(directory: URL, on model: PretrainedModel) throws(InputProblem) {
    try self.init(directory: directory)
    try ExportRecord(in: directory)?.check(base: model, in: directory)
  }
}

/// A model, or an adapter with its base, and what a record beside the weights says of them.
package struct ExportedWeights {
  /// The model, or the adapter's base.
  package let model: String
  /// Nil for weights of other programs.
  package let record: ExportRecord?
  let adapter: AdapterImport?
  /// The adapter's, or else the model's.
  private let directory: URL

  /// - Parameters:
  ///   - model: a model's name or directory; with an adapter nil is the base that it names.
  ///   - adapter: a directory in PEFT's files.
  /// - Throws: `InputProblem` for files that cannot be used, and for an adapter without a base.
  package init(model: String?, adapter: String?) throws(InputProblem) {
    let path = adapter ?? model ?? ""
    directory = URL(fileURLWithPath: path.expandingHome)
    record = try ExportRecord(in: directory)
    self.adapter = adapter == nil ? nil : try AdapterImport(directory: directory)
    let base = model ?? self.adapter?.base ?? ""
    guard !base.isEmpty else {
      throw InputProblem(at: path, "the adapter names no base; name it with --model")
    }
    self.model = base
  }

  /// - Throws: an `InputProblem` when an adapter's record is of another model than its base.
  func check(base: PretrainedModel) throws(InputProblem) {
    guard adapter != nil else { return }
    try record?.check(base: base, in: directory)
  }
}
