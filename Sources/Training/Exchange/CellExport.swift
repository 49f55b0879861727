import Foundation
import Models
import Notation
import Schemes
import Tensors
import Vocabulary

/// Writes what a run trained: an adapter in PEFT's files, or a whole model as Hugging Face has it,
/// with a card for people and a record for programs.
package struct CellExport: Sendable {
  private let directory: URL
  private let origin: ExportOrigin
  private let replaces: Bool

  /// - Parameters:
  ///   - directory: where each run gets a directory of its own.
  ///   - replaces: whether a run's directory may be of something else.
  package init(_ directory: URL, _ origin: ExportOrigin, replaces: Bool = false) {
    self.directory = directory
    self.origin = origin
    self.replaces = replaces
  }

  /// The directory of one run: its task, scheme, seed and the beginning of its digest.
  private func place(of cell: SeededCell, _ identity: Identity) -> URL {
    let names = [cell.cell.task.name, cell.cell.scheme.name]
    let digest = identity.configuration.hex.prefix(12)
    return directory.appending(
      path: "\(names.joined(separator: "-"))-seed\(cell.seed)-\(digest)")
  }

  /// Asks before the first step what would otherwise fail after the last.
  ///
  /// - Throws: `.uncreatable` where nothing can be written, or where something else is; an adapter
  ///   that PEFT has no files for.
  package func check(_ runs: [PlanEntry]) throws(InputProblem) {
    let path = directory.path(percentEncoded: false)
    do {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    } catch {
      throw InputProblem(.uncreatable, at: path, "cannot be made: \(error.localizedDescription)")
    }
    guard FileManager.default.isWritableFile(atPath: path) else {
      throw InputProblem(.uncreatable, at: path, "may not be written; name another directory")
    }
    for run in runs {
      try AdapterExport.check(run.cell.cell.scheme)
      try check(place(of: run.cell, run.identity), run.identity)
    }
  }

  /// An export of the same run is the same again.
  private func check(_ place: URL, _ identity: Identity) throws(InputProblem) {
    let path = place.path(percentEncoded: false)
    guard FileManager.default.fileExists(atPath: path), !replaces,
      (try? ExportRecord(in: place))?.identity != identity
    else { return }
    throw InputProblem(
      .uncreatable, at: path,
      "is of something else than this run; name another directory, or give --overwrite")
  }

  /// Writes the weights that were tested.
  ///
  /// - Parameter trained: the chosen trial as it ended, with its index.
  /// - Returns: where they are, whole; nil for schemes that no file format holds.
  /// - Throws: the file that could not be written; nothing of the export is left.
  func write(
    _ plan: RunPlan, _ weights: ParameterStore, trained: (index: Int, result: TrialResult),
    test: TestResult
  ) throws(InputProblem) -> URL? {
    let record = ExportRecord(
      plan, origin, trained: trained,
      step: trained.result.best(by: plan.run.selectBy)?.step ?? trained.result.stepsDone,
      test: test)
    let place = place(of: plan.seeded, plan.identity)
    try check(place, plan.identity)
    let files = FileManager.default
    let process = ProcessInfo.processInfo.processIdentifier
    let partial = directory.appending(path: ".\(place.lastPathComponent).\(process)")
    defer { try? files.removeItem(at: partial) }
    do {
      guard try Self.write(plan, weights, record, into: partial) else { return nil }
      if files.fileExists(atPath: place.path(percentEncoded: false)) {
        try files.removeItem(at: place)
      }
      try files.moveItem(at: partial, to: place)
    } catch {
      throw Self.unwritten(error, partial, place)
    }
    return place
  }

  /// A file is told by the name that it was to have: the place where it was begun is gone.
  private static func unwritten(_ error: any Error, _ partial: URL, _ place: URL) -> InputProblem {
    let (begun, whole) = (partial.path(percentEncoded: false), place.path(percentEncoded: false))
    let (file, reason) =
      switch error {
      case let problem as InputProblem: (problem.place, problem.message)
      case let error as CocoaError: (error.filePath ?? error.url?.path ?? begun, error.reason)
      default: (begun, "\(error)")
      }
    return InputProblem(.unwritten, at: file.replacing(begun, with: whole), reason)
  }

  /// Schemes that PEFT has no files for, and that change no weights of the model, write nothing.
  ///
  /// - Returns: whether something was written.
  static func write(
    _ plan: RunPlan, _ weights: ParameterStore, _ record: ExportRecord, into place: URL
  ) throws -> Bool {
    let resolution = plan.resolution
    let network = resolution.network
    let isAdapter = resolution.scheme is any AdapterScheme
    if isAdapter {
      try AdapterExport(
        resolution.cell.scheme, network, weights: weights, base: resolution.model.name
      ).write(to: place)
    } else if !network.trainable.isEmpty, resolution.writesModel {
      try ModelWriter.write(
        weights, resolution.layout.slices, like: resolution.model,
        isUntied: !network.adapters.isEmpty, to: place)
    } else {
      return false
    }
    try record.write(to: place)
    let card = try ModelCard(plan: plan, record: record, isAdapter: isAdapter).text()
    try Data(card.utf8).write(to: place.appending(path: "README.md"))
    return true
  }
}

extension Resolution {
  /// Whether a checkpoint of the family can hold what is trained: its own parameters, and a head
  /// that was separated from the embedding.
  fileprivate var writesModel: Bool {
    network.adapters.keys.allSatisfy { network.layout.slices[$0].kind == .embedding }
  }
}
