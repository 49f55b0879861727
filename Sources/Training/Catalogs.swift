import Models
import Optimizers
import Schemes
import Tasks
import Vocabulary

extension KnownComponents {
  /// Everything that a grid may name.
  package static var catalogs: KnownComponents {
    KnownComponents(
      [
        .model: PretrainedModel.embedded.map {
          ComponentDescription(name: $0, summary: "ships with the program", defaults: [:])
        },
        .task: TaskCatalog.descriptions,
        .scheme: SchemeCatalog.descriptions,
        .optimizer: OptimizerCatalog.descriptions,
      ], definitions: [.task: TaskDefinitions()], refusal: refusal)
  }

  /// The same for readers: each entry with the settings that say something to it.
  package static var listed: [Axis: [ComponentDescription]] {
    var entries = catalogs.entries
    entries[.optimizer] = OptimizerCatalog.all.map { $0.listing }
    return entries
  }

  /// What settings of a cell's optimizer are that stand for shares of a run of so many steps, as
  /// `refresh 7`.
  package static func shares(of cell: Cell, steps: Int) -> [String] {
    let optimizer = OptimizerCatalog.descriptions.first { $0.name == cell.optimizer.name }
    return optimizer?.shares(cell.optimizer.settings, ofRun: steps) ?? []
  }

  /// Why the catalog of `axis` does not make `component`; data that is missing is no reason.
  @Sendable private static func refusal(_ component: Component, on axis: Axis) -> SettingsProblem? {
    do {
      switch axis {
      case .model: break
      case .task: _ = try TaskCatalog.make(component, data: nil)
      case .scheme: _ = try SchemeCatalog.make(component)
      case .optimizer: _ = try OptimizerCatalog.make(component)
      }
      return nil
    } catch {
      return error as? SettingsProblem
    }
  }
}
