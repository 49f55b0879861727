import Graphs
import Models
import Tensors
import Testing
import Vocabulary

/// Losses from the candidates' rows of the head are those from all rows.
@Suite struct LossPassTests {
  @Test(arguments: FamilyTests.fixtures) func candidatesAreEnough(_ name: String) throws {
    let fixture = try ModelFixture(name)
    var batch = Batch()
    batch.tokens = [5, 7, 3, 9, 4]
    batch.positions = [0, 1, 2, 0, 1]
    batch.segments = [Segment(queries: Span32(0, 3)), Segment(queries: Span32(3, 2))]
    batch.scored = [2, 4]
    batch.pickRows = [0, 0, 1, 1, 1]
    batch.pickTokens = [6, 2, 8, 1, 3]
    batch.pickOptions = [0, 1, 2, 3, 4]
    batch.options = [Span32(0, 2), Span32(2, 3)]
    batch.gold = [1, 0]
    let losses = try [HeadRows.vocabulary, .candidates].map { try fixture.loss(batch, $0) }
    #expect(abs(losses[0] - losses[1]) <= 2e-6 * max(1, abs(losses[0])))
  }
}

extension ModelFixture {
  fileprivate func loss(_ batch: Batch, _ head: HeadRows) throws -> Float {
    let pass = LossPass(try model().family, objective: .classification, head: head)
    let executor = try Executor(
      Program(pass.graph, outputs: [pass.loss]), .init(), weights: try load(),
      capacity: batch.extents, ledger: Ledger())
    executor.load(batch)
    executor.run()
    return executor.value(pass.loss)[0]
  }
}
