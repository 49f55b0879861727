import Tasks
import Testing

@Suite struct LegacyRandomStateTests {
  @Test func givesTheOutputsOfMT19937() {
    var random = LegacyRandomState(seed: 0)
    #expect(
      (0..<4).map { _ in random.next() } == [2357136044, 2546248239, 3071714933, 3626093760])
  }

  @Test func drawsBoundedNumbersAsNumPy() {
    var random = LegacyRandomState(seed: 42)
    #expect(
      (0..<5).map { _ in random.bounded(999_999_999) }
        == [534895718, 199900595, 862061404, 787846414, 996406378])
    #expect(random.bounded(0) == 0)
  }

  @Test(arguments: [
    (0, 10, [2, 8, 4, 9, 1, 6, 7, 3, 0, 5]),
    (0, 100, [26, 86, 2, 55, 75, 93, 16, 73, 54, 95, 53, 92]),
    (0, 400, [132, 309, 341, 196, 246, 60, 155, 261, 141, 214, 37, 134]),
    (0, 872, [372, 676, 548, 293, 382, 532, 263, 636, 230, 215, 356, 316]),
    (42, 1000, [521, 737, 740, 660, 411, 678, 626, 513, 859, 136, 811, 76]),
    (0, 20, [18, 1, 19, 8, 10, 17, 6, 13, 4, 2, 5, 14, 9, 7, 16, 11, 3, 0, 15, 12]),
    (42, 20, [0, 17, 15, 1, 8, 5, 11, 3, 18, 16, 13, 2, 9, 19, 4, 12, 7, 10, 14, 6]),
    (13, 20, [11, 12, 0, 1, 8, 5, 7, 15, 14, 13, 3, 17, 9, 4, 2, 6, 19, 10, 16, 18]),
  ])
  func permutesAsNumPy(seed: UInt32, count: Int, first: [Int]) {
    var random = LegacyRandomState(seed: seed)
    #expect(Array(random.permutation(count).prefix(first.count)) == first)
  }

  @Test(arguments: [(67349, 33_829_403), (2558, 1_289_988), (1267, 631_454)])
  func permutesWholeDataSetsAsNumPy(count: Int, sumOfFirstThousand: Int) {
    var random = LegacyRandomState(seed: 0)
    let order = random.permutation(count)
    #expect(order.prefix(1000).reduce(0, +) == sumOfFirstThousand)
    #expect(Set(order).count == count)
  }

  @Test func permutesNothingAndOne() {
    var random = LegacyRandomState(seed: 0)
    #expect(random.permutation(0) == [])
    #expect(random.permutation(1) == [0])
  }
}
