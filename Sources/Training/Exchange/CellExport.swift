import Foundation
import Models
import Schemes
import Tensors
import Vocabulary

/// Writes what a run trained: an adapter in PEFT's files, or a whole model as Hugging Face has it,
/// with a card for people and a record for programs.
package struct CellExport: Sendable {
  private let directory: URL
  private let origin: ExportOrigin

  /// - Parameter directory: where each run gets a directory of its own.
  package init(_ directory: URL, _ origin: ExportOrigin) {
    self.directory = directory
    self.origin = origin
  }

  /// The directory of one run: its task, scheme, seed and the beginning of its digest.
  func place(of plan: RunPlan) -> URL {
    let names = [plan.seeded.cell.task.name, plan.seeded.cell.scheme.name]
    let digest = plan.identity.configuration.hex.prefix(12)
    return directory.appending(
      path: "\(names.joined(separator: "-"))-seed\(plan.seeded.seed)-\(digest)")
  }

  /// Writes the weights that were tested.
  ///
  /// - Parameter trained: the chosen trial as it ended, with its index.
  /// - Returns: where they are; nil for schemes that no file format holds.
  func write(
    _ plan: RunPlan, _ weights: ParameterStore, trained: (index: Int, result: TrialResult),
    test: TestResult
  ) throws -> URL? {
    let record = ExportRecord(
      plan, origin, trained: trained,
      step: trained.result.best(by: plan.run.selectBy)?.step ?? trained.result.stepsDone,
      test: test)
    let place = place(of: plan)
    return try Self.write(plan, weights, record, into: place) ? place : nil
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
