import Laboratory
import Models
import Optimizers
import Tensors
import Testing
import Training
import Vocabulary

/// What a listing says of the catalog.
@Suite struct OptimizerListingTests {
  @Test func itHasTheWholeCatalog() throws {
    let listings = try OptimizerListing.all(model: Checkpoints.path("opt"))
    #expect(listings.map(\.name) == OptimizerCatalog.all.map { $0.name })
    for (listing, family) in zip(listings, OptimizerCatalog.all) {
      #expect(listing.forwards > 0 && !listing.provenance.paper.isEmpty && !listing.state.isEmpty)
      #expect(
        listing.settings.merging(listing.pacing) { own, _ in own } == family.listing.defaults)
      #expect(listing.provenance == family.provenance)
    }
  }

  @Test(arguments: [
    ("zo-sgd", ["epsilonSchedule", "kappa", "queriesSchedule"]), ("fo-sgd", []),
    ("zo-adam", ["epsilonSchedule", "queriesSchedule"]), ("forward-grad", []),
    ("mezo-svrg", ["epsilonSchedule"]),
    ("compose", ["epsilonSchedule", "kappa", "queriesSchedule"]),
  ])
  func onlySettingsThatSaySomethingAreListed(_ name: String, _ further: [String]) throws {
    let all = try OptimizerListing.all(model: Checkpoints.path("opt"))
    let listing = try #require(all.first { $0.name == name })
    #expect(Set(listing.pacing.keys) == Set(further).union(["floor", "schedule", "warmUp"]))
  }

  @Test(arguments: [
    ("zo-sgd", 0), ("zo-sgd-mmt", 4), ("zo-adam", 8), ("fo-adam", 8), ("fo-sgd", 0), ("hizoo", 4),
  ])
  func bytesAreThoseOfTheFormula(_ name: String, _ perParameter: Int) throws {
    let model = Checkpoints.path("opt")
    let count = try PretrainedModel(model).family.layout.count
    let listing = try #require(
      try OptimizerListing.all(model: model).first { $0.name == name })
    // Moments may count their steps in a few floats of their own.
    #expect(listing.stateBytes - perParameter * count < 32)
    #expect(listing.stateBytes >= perParameter * count)
  }

  @Test(arguments: [("zo-sgd", 2, 0), ("fzoo", 9, 0), ("fo-adam", 1, 1), ("forward-grad", 2, 0)])
  func passesAreThoseOfTheDefaults(_ name: String, _ forwards: Int, _ backwards: Int) throws {
    let all = try OptimizerListing.all(model: Checkpoints.path("opt"))
    let listing = try #require(all.first { $0.name == name })
    #expect(listing.forwards == forwards && listing.backwards == backwards)
  }

  @Test func aModelThatIsNotThereIsAnInputProblem() {
    #expect(throws: InputProblem.self) { try OptimizerListing.all(model: "no-such-model") }
  }
}
