import Foundation
import Models
import Schemes
import Tensors
import Vocabulary

/// Writes what a run trained: an adapter in PEFT's files, or a whole model as Hugging Face has it.
package struct CellExport: Sendable {
  private let directory: URL

  /// - Parameter directory: where each run gets a directory of its own.
  package init(_ directory: URL) { self.directory = directory }

  /// The directory of one run: its scheme, its seed and the beginning of its digest.
  func place(of plan: RunPlan) -> URL {
    let names = [plan.seeded.cell.task.name, plan.seeded.cell.scheme.name]
    let digest = plan.identity.configuration.hex.prefix(12)
    return directory.appending(
      path: "\(names.joined(separator: "-"))-seed\(plan.seeded.seed)-\(digest)")
  }

  func write(_ plan: RunPlan, _ weights: ParameterStore) throws {
    try Self.write(plan, weights, into: place(of: plan))
  }

  /// Schemes that PEFT has no files for, and that change no weights of the model, write nothing.
  ///
  /// - Returns: whether something was written.
  @discardableResult
  static func write(
    _ plan: RunPlan, _ weights: ParameterStore, into place: URL
  ) throws -> Bool {
    let resolution = plan.resolution
    let network = resolution.network
    if resolution.scheme is any AdapterScheme {
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
