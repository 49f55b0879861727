import Tensors
import Testing

/// The generator gives Random123's known answers.
@Suite struct PhiloxTests {
  @Test(arguments: [
    (Int32(10), KnownAnswers.philox4x32x10), (Int32(7), KnownAnswers.philox4x32x7),
  ])
  func knownAnswers(_ rounds: Int32, _ answers: [KnownAnswer]) {
    for answer in answers {
      let c = answer.counter
      let words = RandomKey.block(
        counter: (c[0], c[1], c[2], c[3]),
        key: UInt64(answer.key[0]) | UInt64(answer.key[1]) << 32, rounds: rounds)
      #expect([words.0, words.1, words.2, words.3] == answer.expected)
    }
  }

  @Test func foldedKeysDiffer() {
    let root = RandomKey(seed: 0)
    let keys = (0..<1000).map { root.folding($0) } + (1..<1000).map { RandomKey(seed: $0) }
    #expect(Set(keys).count == keys.count)
    #expect(root.folding(3) == RandomKey(seed: 0).folding(3))
    #expect(root.folding(1 << 32) != root.folding(0))
  }
}
