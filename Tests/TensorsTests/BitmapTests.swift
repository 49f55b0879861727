import Tensors
import Testing
import Vocabulary

/// The kernels of bitmaps against the same thing bit by bit.
@Suite("Bitmaps")
struct BitmapTests {
  private let key = RandomKey(seed: 5)

  private func bitmap(_ count: Int) throws -> Bitmap { try Bitmap(count: count, ledger: Ledger()) }

  private func values(_ bitmap: Bitmap) -> [Bool] { (0..<bitmap.count).map { bitmap[$0] } }

  /// Number `index` of the stream for masks, in 0 ..< 1.
  private func uniform(_ index: Int, tensor: Int) -> Double {
    let words = key.words(.mask, tensor: tensor, block: UInt64(index / 4))
    return Double([words.0, words.1, words.2, words.3][index % 4]) * 0x1p-32
  }

  /// Knuth's algorithm S, one element after another.
  private func selected(_ count: Int, zeros: Int, tensor: Int) -> [Bool] {
    var wanted = zeros
    return (0..<count).map { index in
      let isZeroed = uniform(index, tensor: tensor) * Double(count - index) < Double(wanted)
      if isZeroed { wanted -= 1 }
      return !isZeroed
    }
  }

  @Test(
    "a draw of exact size is selection sampling, and touches its range only",
    arguments: [(0, 1), (0, 64), (3, 63), (5, 65), (8, 130), (13, 1000)])
  func exact(start: Int, count: Int) throws {
    for zeros in Set([0, 1, count / 3, count / 2, count - 1, count]) {
      let map = try bitmap(start + count + 11)
      for index in stride(from: 0, to: map.count, by: 3) { map[index] = true }
      let before = values(map)
      map.draw(start..<start + count, zeros: zeros, key: key, tensor: 7)
      let expected = selected(count, zeros: zeros, tensor: 7)
      #expect(expected.filter { !$0 }.count == zeros)
      #expect(values(map) == before[..<start] + expected + before[(start + count)...])
    }
  }

  @Test("a draw by a share compares every number with it", arguments: [0, 0.3, 0.691, 1])
  func share(share: Double) throws {
    let map = try bitmap(3 + 500)
    map.draw(3..<503, share: share, key: key, tensor: 2)
    let expected = (0..<500).map { uniform($0, tensor: 2) >= share }
    #expect(values(map) == [false, false, false] + expected)
  }

  @Test("what is kept is what has its bit", arguments: [0, 1, 7, 8, 29])
  func keep(start: Int) throws {
    let map = try bitmap(start + 101)
    map.draw(0..<map.count, share: 0.5, key: key, tensor: 1)
    let buffer = try Buffer(floats: 101, in: .scratch, of: Ledger())
    Kernels.fill(buffer.floats, -.infinity)
    map.keep(buffer.floats, from: start)
    let expected = (0..<101).map { map[start + $0] ? -Float.infinity : 0 }
    #expect(buffer.floats.array.map(\.bitPattern) == expected.map(\.bitPattern))
  }
}
