import Foundation

/// The texts of a new optimizer.
struct OptimizerFiles {
  let name: String

  static let catalog = "Sources/Optimizers/OptimizerCatalog.swift"

  /// `ZOLion` for `zo-lion`.
  var type: String {
    name.split(separator: "-").map { part in
      ["zo", "fo", "sgd"].contains(part)
        ? part.uppercased() : part.prefix(1).uppercased() + part.dropFirst()
    }.joined()
  }

  /// Paths in the checkout and what is in them.
  var texts: [(String, String)] {
    [
      ("Sources/Optimizers/Catalog/\(type).swift", source),
      ("Tests/OptimizersTests/\(type)Tests.swift", test),
    ]
  }

  /// The catalog's file with the type in its list; nil when the list is not found.
  func registered(in text: String) -> String? {
    guard !text.contains("    \(type).self,") else { return text }
    guard let last = text.range(of: "Compose.self,\n") else { return nil }
    return text.replacingCharacters(in: last, with: "Compose.self,\n    \(type).self,\n")
  }

  private var source: String {
    """
    import Vocabulary

    /// What it does, in one sentence (arXiv:…).
    ///
    /// `θ ← θ − η·(L(θ + ε·z) − L(θ − ε·z)) / 2ε · z`. Two forward passes.
    package enum \(type): OptimizerFamily {
      package struct Hyperparameters: Settings {
        @Setting(.learningRate(1e-6)) package var learningRate: Float
        @Setting(.epsilon()) package var epsilon: Float
        package init() {}
      }

      package static let name = "\(name)"
      package static let summary = "a method of our own"
      package static let provenance = Provenance(
        "unpublished",
        equation: "θ ← θ − η·(L₊ − L₋)/2ε·z",
        .unconfirmed("no trace of its formula was compared yet"))

      package static func make(
        _ h: Hyperparameters, _ schedules: Schedules
      ) throws(SettingsProblem) -> Optimizer {
        Optimizer(
          schedules.probes(TwoSided(epsilon: schedules.distance(h.epsilon)), along: Dense()),
          update: [schedules.descent(h.learningRate)])
      }
    }

    """
  }

  private var test: String {
    """
    import Optimizers
    import Testing
    import Vocabulary

    /// What \(name) promises.
    @Suite struct \(type)Tests {
      @Test func theLossFalls() throws {
        let problem = try Parabola(Parabola.matrix(4, 5))
        let before = problem.loss
        var run = try Run(
          make("\(name)", ["learningRate": .number(1e-2), "epsilon": .number(1e-3)]), on: problem,
          horizon: 200)
        try run.step(200)
        #expect(problem.loss < before)
      }
    }

    """
  }

  var advice: String {
    """
    next:
      swift build -c release                                    # some minutes
      zobench schema > Grids/grid.schema.json
      swift test -c release --filter '\(type)Tests|CatalogContractTests|CatalogueRunTests'
      zobench diagnose tiny-opt --optimizers \(name)
    """
  }
}
