import Foundation
import Tensors
import Testing
import Vocabulary

/// The vectorized directions are the documented ones, wherever they are begun.
@Suite struct DirectionTests {
  static let key = RandomKey(seed: 77)

  /// Elements `start ..< start + count` of z, made by the kernels.
  static func made(
    _ elements: Elements, _ start: Int, _ count: Int, key: RandomKey = key, tensor: Int = 5,
    scale: Float = 1
  ) throws -> [Float] {
    let buffer = try Buffer(floats: count, in: .directions, of: Ledger())
    Kernels.addDirection(
      elements, scale, key: key, tensor: tensor, start: start, to: buffer.floats)
    return buffer.floats.array
  }

  /// Element `index` by the layout in vector_random.h: word j of block 16·(index / 64) + l is
  /// element 16·j + l of its group; words come in pairs (radius, angle), and the lowest bit of an
  /// angle is the side of the plane.
  private static func gaussian(_ index: Int, tensor: Int = 5) -> Double {
    let (group, j, l) = (index / 64, index % 64 / 16, index % 16)
    let words = key.words(.directions, tensor: tensor, block: UInt64(16 * group + l))
    let (a, b) = j < 2 ? (words.0, words.1) : (words.2, words.3)
    let radius = (-2 * log((Double(a >> 1) + 0.5) / 2_147_483_648)).squareRoot()
    let angle = Double.pi * Double(Int32(bitPattern: b)) / 4_294_967_296
    let side: Double = b & 1 == 1 ? -1 : 1
    return radius * (j % 2 == 0 ? side * cos(angle) : sin(angle))
  }

  /// Element `index`: bit k of word j of block 16·(index / 2048) + l is 512·j + 16·k + l.
  private static func rademacher(_ index: Int, tensor: Int = 5) -> Float {
    let within = index % 2048
    let words = key.words(
      .directions, tensor: tensor, block: UInt64(16 * (index / 2048) + within % 16))
    let word = [words.0, words.1, words.2, words.3][within / 512]
    return word >> UInt32(within / 16 % 32) & 1 == 1 ? -1 : 1
  }

  @Test(arguments: [(0, 64), (0, 1), (5, 900), (63, 2), (64, 513), (4_000_000_037, 77)])
  func gaussianIsTheScalarBoxMuller(_ start: Int, _ count: Int) throws {
    let actual = try Self.made(.gaussian, start, count)
    for (offset, value) in actual.enumerated() {
      #expect((Double(value) - Self.gaussian(start + offset)).magnitude < 1e-5)
    }
  }

  @Test(arguments: [(0, 5000), (7, 33), (2047, 2), (511, 1700), (70_000_000_001, 99)])
  func rademacherIsTheBits(_ start: Int, _ count: Int) throws {
    let actual = try Self.made(.rademacher, start, count)
    #expect(actual == (start..<start + count).map { Self.rademacher($0) })
  }

  @Test(arguments: [Elements.gaussian, .rademacher])
  func partsMadeSeparatelyAreTheWhole(_ elements: Elements) throws {
    let whole = try Self.made(elements, 0, 5003, scale: 0.3)
    var (start, length) = (0, 1)
    while start < whole.count {
      let count = min(length, whole.count - start)
      let part = try Self.made(elements, start, count, scale: 0.3)
      #expect(part == Array(whole[start..<start + count]))
      (start, length) = (start + count, length * 2 + 1)
    }
  }

  @Test func tensorsAndStreamsDiffer() throws {
    let other = try Self.made(.gaussian, 0, 64, tensor: 6)
    #expect(try Self.made(.gaussian, 0, 64) != other)
    let buffer = try Buffer(floats: 64, in: .directions, of: Ledger())
    Kernels.addDirection(
      .gaussian, 1, key: Self.key, tensor: 6, start: 0, to: buffer.floats, stream: .initialization)
    #expect(buffer.floats.array != other)
  }
}
