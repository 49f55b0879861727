import Tensors
import Vocabulary

/// Leaves out a random subset of the blocks in each step (LeZO, arXiv:2410.09823).
///
/// ⌊ρ·B + ½⌋ of the B blocks are dropped; what lies outside of the blocks is always active.
package struct LayerDropout: StepMask {
  /// ρ: the share of the blocks that is dropped.
  package var ratio: Double
  /// A mask that leaves out this share of the blocks.
  package init(_ ratio: Double) { self.ratio = ratio }

  package var isElementwise: Bool { false }

  package var cadence: Cadence { .every(1) }

  package func draw(_ mask: ActiveSet, key: RandomKey, weights: ParameterStore) {
    var blocks: [Slice.Block] = []
    for slice in mask.space.slices {
      if let block = slice.block, !blocks.contains(block) { blocks.append(block) }
    }
    let count = Int((ratio * Double(blocks.count)).rounded())
    var numbers = RandomIntegers(key, .mask)
    let dropped = Set(blocks.shuffled(using: &numbers).prefix(count))
    mask.slices = Set(
      mask.space.slices.filter { slice in
        slice.block.map { !dropped.contains($0) } ?? true
      }.map(\.index))
  }
}

extension LayerDropout {
  struct Layers: Settings {
    @Setting(0.75, .unit, "The share of the blocks that is left out.") var ratio: Double
    init() {}
  }

  static let part = MaskPart("layers", Layers.self) { h, _ in
    ComposedMask(step: LayerDropout(h.ratio))
  }
}
