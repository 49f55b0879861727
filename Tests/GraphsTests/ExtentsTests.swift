import Graphs
import Testing

struct ExtentsTests {
  private static let batches: [Extents] = (0..<7).map { number in
    var extents = Extents()
    extents.tokens = (5 * number) % 7 + 1
    extents.scored = (3 * number) % 5
    extents.pairs = extents.tokens * extents.tokens
    extents.largestPair = extents.pairs
    extents.mostQueries = extents.tokens
    (extents.segments, extents.examples, extents.options, extents.picks) = (1, 1, 2, number)
    return extents
  }

  /// Every choice of three, and of three among two of each.
  @Test(arguments: [1, 2]) func theBoundHoldsAnyChoice(times: Int) {
    let bound = Extents.holding(any: 3, of: Self.batches, times: times)
    let all = Self.batches.indices
    var tight = Extents()
    for a in all {
      for b in all {
        for c in all where times == 2 ? !(a == b && b == c) : Set([a, b, c]).count == 3 {
          let packed = [a, b, c].reduce(Extents()) { $0.appending(Self.batches[$1]) }
          #expect(packed.fits(bound))
          tight = tight.union(packed)
        }
      }
    }
    #expect(tight == bound)
  }
}
