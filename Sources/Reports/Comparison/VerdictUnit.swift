/// What repeats in a comparison, and so what its verdict speaks of.
package enum VerdictUnit: String, CaseIterable, Hashable, Sendable {
  /// Models and tasks, which stand for others like them.
  case blocks
  /// Seeds within the blocks: the verdict is of these blocks, and of no others.
  case seeds

  /// So many blocks may stand for others; with fewer, seeds say more.
  static let enoughBlocks = 10

  /// Blocks where there are many, else seeds, else what blocks there are; nil where neither has
  /// the degrees of freedom for a test.
  ///
  /// - Parameters:
  ///   - seedDegrees: of seeds within the blocks.
  ///   - asked: what a reader wants; nil leaves it to the numbers.
  init?(blocks: Int, seedDegrees: Double, asked: VerdictUnit? = nil) {
    let least = ContrastFamily.fewestDegrees
    let (hasBlocks, hasSeeds) = (Double(blocks - 1) >= least, seedDegrees >= least)
    if let asked {
      guard asked == .blocks ? hasBlocks : hasSeeds else { return nil }
      self = asked
      return
    }
    guard hasBlocks || hasSeeds else { return nil }
    self = blocks >= Self.enoughBlocks || !hasSeeds ? .blocks : .seeds
  }
}
