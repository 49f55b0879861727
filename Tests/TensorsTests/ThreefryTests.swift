import CKernels
import Tensors
import Testing

/// The generator gives Random123's known answers, one block at a time and sixteen at once.
@Suite struct ThreefryTests {
  static let answers = [
    (13, KnownAnswers.threefry4x32x13), (20, KnownAnswers.threefry4x32x20),
  ]

  @Test(arguments: answers)
  func knownAnswers(_ rounds: Int, _ answers: [KnownAnswer]) {
    #expect(answers.count == 3)
    for answer in answers {
      let words = Threefry.block(counter: answer.counter, key: answer.key, rounds: rounds)
      #expect(words == answer.expected)
    }
  }

  @Test(arguments: answers)
  func everyTableGivesKnownAnswers(_ rounds: Int, _ answers: [KnownAnswer]) {
    for (table, answer) in KernelTableTests.tables.flatMap({ table in
      answers.map { (table, $0) }
    }) {
      let blocks = Self.blocks(table, rounds, answer.counter, answer.key)
      #expect(blocks[0] == answer.expected, "\(String(cString: table.name))")
      for lane in 1..<16 {
        var counter = answer.counter
        counter[0] &+= UInt32(lane)
        let expected = Threefry.block(counter: counter, key: answer.key, rounds: rounds)
        #expect(blocks[lane] == expected, "\(String(cString: table.name)), lane \(lane)")
      }
    }
  }

  @Test func thirteenRoundsAreInUse() {
    let key = RandomKey(value: 0x0123_4567_89ab_cdef)
    let words = Threefry.block(
      counter: [7, 1, 0, 0], key: [0x89ab_cdef, 0x0123_4567, 5, 2], rounds: 13)
    #expect(
      key.words(.initialization, tensor: 5, block: 1 << 32 | 7)
        == (words[0], words[1], words[2], words[3]))
    #expect(ZO_ROUNDS == 13)
  }

  @Test func foldedKeysDiffer() {
    let root = RandomKey(seed: 0)
    let keys = (0..<1000).map { root.folding($0) } + (1..<1000).map { RandomKey(seed: $0) }
    #expect(Set(keys).count == keys.count)
    #expect(root.folding(3) == RandomKey(seed: 0).folding(3))
    #expect(root.folding(1 << 32) != root.folding(0))
  }

  /// Blocks of counter, counter + 1, … by a table's sixteen lanes.
  private static func blocks(
    _ table: zo_kernel_table, _ rounds: Int, _ counter: SIMD4<UInt32>, _ key: SIMD4<UInt32>
  ) -> [SIMD4<UInt32>] {
    var words = [UInt32](repeating: 0, count: 64)
    table.random_words(Int32(rounds), counter.array, key.array, &words)
    return (0..<16).map { lane in
      SIMD4(words[lane], words[16 + lane], words[32 + lane], words[48 + lane])
    }
  }
}

extension SIMD4 {
  fileprivate var array: [Scalar] { indices.map { self[$0] } }
}
