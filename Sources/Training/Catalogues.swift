import Experiments
import Models
import Optimizers
import Schemes
import Tasks

extension Vocabulary {
  /// Everything that a grid may name.
  public static var catalogues: Vocabulary {
    Vocabulary(
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
