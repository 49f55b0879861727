/// A grid that runs in about a second: tiny-opt on mini-sst2, few steps.
enum SmallGrid {
  static let firstOrder = "fo-sgd: { learningRate: 1e-2, steps: 12 }"
  static let zerothOrder = "zo-sgd: { learningRate: 1e-4, epsilon: 1e-3, steps: 24 }"
  static let adam = "fo-adam: { learningRate: 1e-3, steps: 12 }"

  /// The grid with these optimizers; every run has four development evaluations.
  static func text(_ optimizers: String...) -> String {
    """
    zobench: 1
    name: small
    models: [tiny-opt]
    tasks: [mini-sst2]
    schemes: [ft]
    optimizers:
    \(optimizers.map { "  - \($0)" }.joined(separator: "\n"))
    seeds: [0]
    defaults: { batch: 8, evaluations: 4, train: 64, dev: 16, test: 32 }

    """
  }
}
