import Testing
import Training
import Vocabulary

/// How a plan says that a run is divided, and what that costs.
@Suite("Divisions")
struct DivisionTests {
  private static func division(
    _ optimizer: String = "zo-sgd", budget: Int? = nil,
    _ change: (inout RunSettings) -> Void = { _ in }
  ) throws -> Division? {
    var run = Runs.settings
    change(&run)
    let planner = Planner(dataDirectory: nil, complete: true, budget: budget)
    return try Runs.forecast(Runs.cell(Component(optimizer), run), planner: planner).division
  }

  @Test("are none where nothing is divided")
  func none() throws {
    #expect(try Self.division() == nil)
    #expect(try Self.division { $0.microBatch = 4 } == nil)
    #expect(try Self.division(budget: 1 << 30) == nil)
  }

  @Test("cost more the more turns there are, and a method without directions less")
  func slowdown() throws {
    func cost(_ optimizer: String, _ microBatch: Int) throws -> Double {
      try #require(try Self.division(optimizer) { $0.microBatch = microBatch }).slowdown
    }
    let (one, two) = (try cost("zo-sgd", 1), try cost("zo-sgd", 2))
    #expect(1 < two && two < one && one < 4)
    #expect(try cost("fo-sgd", 1) < one)
    let turns = try #require(try Self.division { $0.lanes = 1 })
    #expect(turns.slowdown > 1 && turns.slowdown <= 2)
  }

  @Test("are said in words, with the budget that they are for")
  func words() throws {
    let own = try #require(try Self.division { ($0.microBatch, $0.lanes) = (2, 1) })
    #expect(own.description.hasPrefix("micro-batches of 2, one probe at a time, about "))
    #expect(own.budget == nil)
    let whole = try Runs.forecast(Runs.cell(Component("zo-sgd"), Runs.settings))
    let budget = whole.forecastBytes - 1
    let chosen = try #require(try Self.division(budget: budget))
    #expect(chosen.budget == budget)
  }
}
