import Models
import Optimizers
import Tensors
import Vocabulary

/// An optimizer of the catalog, with what it would take on one model under full fine-tuning.
package struct OptimizerListing: Codable, Sendable {
  package var name: String
  /// One sentence.
  package var summary: String
  /// Where it is defined, and how it is known that this is what its authors run.
  package var provenance: Provenance
  /// Passes of the first step over a batch, at the defaults; a tangent counts as two forwards.
  package var forwards: Int
  package var backwards: Int
  /// What it keeps; d is the number of trained parameters.
  package var state: String
  /// Bytes that it keeps from step to step on the model, beside the weights.
  package var stateBytes: Int
  /// Its own settings with their defaults.
  package var settings: [String: SettingValue]
  /// Of the settings that every optimizer has, those that say something to this one.
  package var pacing: [String: SettingValue]

  /// Where each optimizer of the catalog comes from, by its name.
  package static var provenance: [String: Provenance] { OptimizerCatalog.provenance }

  /// The optimizers that ask for derivatives along directions, at their defaults.
  package static var tangents: Set<String> {
    Set(
      OptimizerCatalog.all.map { $0.name }.filter { name in
        (try? OptimizerCatalog.make(Component(name)))?.needsTangent == true
      })
  }

  /// Every optimizer of the catalog, in its order; the model's weights need not be there.
  ///
  /// - Throws: a model whose configuration cannot be used.
  package static func all(model name: String) throws(InputProblem) -> [OptimizerListing] {
    let layout = try PretrainedModel(name, complete: false).family.layout
    var listings: [OptimizerListing] = []
    for family in OptimizerCatalog.all {
      do throws(SettingsProblem) {
        listings.append(try OptimizerListing(family, layout))
      } catch {
        throw InputProblem(at: "optimizer \(family.name)", error.description)
      }
    }
    return listings
  }

  private init(
    _ family: (some OptimizerFamily).Type, _ layout: Layout
  ) throws(SettingsProblem) {
    let optimizer = try OptimizerCatalog.make(Component(family.name))
    let trainable = Set(layout.slices.map(\.index))
    let cost = optimizer.cost(at: Moment(step: 1), layout, trainable: trainable)
    let bytes = optimizer.memory(layout, trainable: trainable)
    name = family.name
    summary = family.summary
    provenance = family.provenance
    forwards = cost.forwards
    backwards = cost.backwards
    state = family.state
    stateBytes = bytes[.optimizerState] + bytes[.directions]
    settings = Self.own(family)
    pacing = family.listing.defaults.filter { [settings] in settings[$0.key] == nil }
  }

  private static func own<Family: OptimizerFamily>(
    _ family: Family.Type
  ) -> [String: SettingValue] { Family.Hyperparameters().values }
}
