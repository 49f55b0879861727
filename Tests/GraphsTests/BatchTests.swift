import Graphs
import Testing

/// What a batch has to say about its tokens.
@Suite struct BatchTests {
  @Test func coveringSegmentsAreTold() {
    for batch in [Batch(), .plain, .branching, .small] { #expect(batch.segmentsCoverTokens) }
  }

  @Test(arguments: [
    [], [(0, 3)], [(0, 4), (5, 2)], [(0, 4), (3, 4)], [(4, 3), (0, 4)], [(0, 4), (4, 4)],
    [(0, 8), (8, -1)],
  ])
  func gapsOverlapsAndDisorderAreTold(_ queries: [(Int, Int)]) {
    var batch = Batch.plain
    batch.segments = queries.map { Segment(queries: Span32($0.0, $0.1)) }
    #expect(!batch.segmentsCoverTokens)
  }

  /// Pairs are counted with the context that queries see.
  @Test func extentsCountPairsWithTheirContext() {
    let extents = Batch.branching.extents
    #expect(extents.pairs == 3 * 3 + 2 * 5 + 2 * 5 && extents.largestPair == 10)
    #expect(extents.tokens == 7 && extents.segments == 3)
    #expect(extents.scored == 4 && extents.picks == 6)
    #expect(extents.options == 4 && extents.examples == 2)
  }
}
