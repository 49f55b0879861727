import Tensors

/// The upper or the lower part of a model, split between two blocks.
///
/// The upper part is the last `blocks` blocks and what follows the blocks: the last norm and an
/// untied head. Embeddings are always below.
package struct Depth: ParameterMask {
  /// Whether the upper part is trained, or the lower one.
  package var isUpper: Bool
  /// Blocks of the upper part.
  package var blocks: Int

  package init(upper isUpper: Bool, blocks: Int) {
    self.isUpper = isUpper
    self.blocks = blocks
  }

  package func admitted(_ layout: Layout) -> Set<Int> {
    let numbers = layout.slices.map { $0.block?.number }
    let highest = numbers.compactMap { $0 }.max() ?? -1
    let firstOfBlocks = numbers.firstIndex { $0 != nil } ?? 0
    return Set(
      layout.slices.filter { slice in
        if let number = numbers[slice.index] { return (number > highest - blocks) == isUpper }
        return (slice.kind != .embedding && slice.index >= firstOfBlocks) == isUpper
      }.map(\.index))
  }
}
