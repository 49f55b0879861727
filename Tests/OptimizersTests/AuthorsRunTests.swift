import Optimizers
import Tensors
import Testing
import Vocabulary

/// What optimizers take from their authors' runs when nothing is said: traces name every setting,
/// so that none sees a default.
@Suite("Defaults of the authors' runs")
struct AuthorsRunTests {
  /// The steps of a run in papers and the authors' scripts, and what is written there in steps.
  @Test(
    "that are written in steps are as long in a run of the authors' length",
    arguments: [
      ("subzero", 20_000, "refresh 1000"), ("subzero-plus", 400, "refresh 50"),
      ("lozo", 20_000, "refresh 50"), ("lozo-m", 20_000, "refresh 50"),
      ("zo-muon", 8000, "refresh 100"), ("zo-mopi", 4000, "refresh 500"),
      ("conmezo", 20_000, "betaSteps 2000"), ("pseuzo", 10_000, "stage 64"),
    ])
  func steps(_ name: String, _ run: Int, _ share: String) throws {
    let description = try #require(
      OptimizerCatalog.descriptions.first { $0.name == name })
    #expect(description.shares([:], ofRun: run) == [share])
  }

  @Test("every setting that is a share of a run is among them")
  func complete() {
    let sharing = OptimizerCatalog.descriptions.filter {
      !$0.shares([:], ofRun: 20_000).isEmpty
    }
    #expect(
      Set(sharing.map(\.name)) == [
        "subzero", "subzero-plus", "lozo", "lozo-m", "zo-muon", "zo-mopi", "conmezo", "pseuzo",
      ])
  }

  @Test("leave the token embedding as it is where the authors do", arguments: ["dizo", "zo-sgd"])
  func frozen(_ name: String) throws {
    var layout = Layout()
    for part in ["embed_tokens", "embed_positions"] {
      layout.add("\(part).weight", .embedding, rows: 3, columns: 2)
    }
    layout.add("layers.0.k_proj.weight", .matrix, rows: 2, columns: 2)
    let space = try OptimizerCatalog.make(Component(name)).space(layout, trainable: [0, 1, 2])
    #expect(space.admitted == (name == "dizo" ? [1, 2] : [0, 1, 2]))
  }

  @Test("Adam of subzero-plus is as old as its subspace in a run of 400 steps")
  func kept() throws {
    guard case .probes(_, let recipe) = try OptimizerCatalog.make(Component("subzero-plus")).source
    else {
      Issue.record("it probes nothing")
      return
    }
    let refresh = try #require(recipe as? LowRank).refresh
    let draws = (1...400).filter { refresh.isDue(at: Moment(step: $0, horizon: 400)) }
    #expect(draws == Array(stride(from: 1, through: 400, by: 50)))
  }
}
