import Models
import Optimizers
import Schemes
import Tasks
import Vocabulary

extension KnownComponents {
  /// Everything that a grid may name.
  package static var catalogues: KnownComponents {
    KnownComponents(
      [
        .model: PretrainedModel.embedded.map {
          ComponentDescription(name: $0, summary: "ships with the program", defaults: [:])
        },
        .task: TaskCatalog.descriptions,
        .scheme: SchemeCatalog.descriptions,
        .optimizer: OptimizerCatalog.descriptions,
      ], definitions: [.task: TaskDefinitions()])
  }
}
