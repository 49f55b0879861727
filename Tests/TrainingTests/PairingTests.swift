import Optimizers
import Schemes
import Testing
import Training
import Vocabulary

/// Every optimizer under every scheme that takes one.
@Suite("Optimizers under schemes", .tags(.contract, .slow))
struct PairingTests {
  static let schemes = SchemeCatalog.descriptions.map(\.name).filter { name in
    (try? SchemeCatalog.make(Component(name)).learning.usesOptimizer) == true
  }

  /// One for all: it makes each sample once.
  private static let planner = Planner(dataDirectory: nil, complete: true)

  private static func cell(_ optimizer: Component, _ scheme: String) throws -> Cell {
    var run = Runs.settings
    (run.steps, run.evaluations, run.test) = (2, 1, 4)
    let integers = try OptimizerCatalog.make(optimizer).integers != nil
    run.weights = integers ? .int4 : .f32
    var cell = Runs.cell(optimizer, run)
    cell.scheme = Component(scheme)
    return cell
  }

  @Test(
    "end in the forecast bytes, or are refused before they begin",
    arguments: CatalogRunTests.components, schemes)
  func pairing(optimizer: Component, scheme: String) throws {
    let cell = try Self.cell(optimizer, scheme)
    do {
      _ = try Runs.forecast(cell, planner: Self.planner)
    } catch let problem as InputProblem {
      #expect(problem.description.contains("optimizer \(optimizer.name)"))
      return
    }
    let result = try Runs.run(cell, planner: Self.planner)
    #expect(result.outcome == .completed, "\(result.outcome.detail)")
    let trial = try #require(result.trials.first)
    #expect(trial.training.forecast == trial.training.measured)
  }

  @Test("is refused where a part of an optimizer would train nothing")
  func idleParts() throws {
    let pairs = [
      ("zo-fo-hybrid", "head"), ("zo-fo-hybrid", "prompt"), ("dominant-layer", "prompt"),
    ]
    for (optimizer, scheme) in pairs {
      #expect {
        _ = try Runs.forecast(Self.cell(Component(optimizer), scheme), planner: Self.planner)
      } throws: { "\($0)".contains("would train nothing of the scheme '\(scheme)'") }
    }
  }
}
