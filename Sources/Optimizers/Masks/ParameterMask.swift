import Tensors
import Vocabulary

/// Which parameters are trained at all, decided once.
///
/// ```swift
/// struct Biases: ParameterMask {
///   func admitted(_ layout: Layout) -> Set<Int> {
///     Set(layout.slices.filter { $0.kind == .bias }.map(\.index))
///   }
/// }
/// ```
public protocol ParameterMask: Sendable {
  /// Indices of the parameters of a layout that it admits.
  func admitted(_ layout: Layout) -> Set<Int>
}

/// Every trainable parameter.
public struct Everything: ParameterMask {
  /// The mask that leaves nothing out.
  public init() {}

  /// All indices of the layout.
  public func admitted(_ layout: Layout) -> Set<Int> { Set(layout.slices.map(\.index)) }
}

/// The matrices that tokens are multiplied with: no embedding, no bias, no norm scale.
public struct Matrices: ParameterMask {
  /// The mask that admits matrices alone.
  public init() {}

  /// Indices of the layout's matrices.
  public func admitted(_ layout: Layout) -> Set<Int> {
    Set(layout.slices.filter { $0.kind == .matrix }.map(\.index))
  }
}

/// Everything but the token embedding, the first of a model's (DiZO's code, arXiv:2502.03304).
package struct WithoutTokens: ParameterMask {
  package func admitted(_ layout: Layout) -> Set<Int> {
    let tokens = layout.slices.first { $0.kind == .embedding }
    return Set(layout.slices.map(\.index)).subtracting([tokens?.index].compactMap(\.self))
  }
}

/// One block of the model (dominant-layer ZO, arXiv:2606.05516).
package struct OneBlock: ParameterMask {
  /// The block, from 0.
  package var number: Int

  /// The mask of a block.
  package init(_ number: Int) { self.number = number }

  /// The parameters of the block.
  package func admitted(_ layout: Layout) -> Set<Int> {
    Set(layout.slices.filter { $0.block?.number == number }.map(\.index))
  }
}

extension Everything {
  static let part = MaskPart("everything") { ComposedMask() }
}

extension OneBlock {
  struct Chosen: Settings {
    @Setting(0, .notNegative, "The number of the block.") var block: Int
    init() {}
  }

  static let part = MaskPart("block", Chosen.self) { h, _ in
    ComposedMask(parameters: OneBlock(h.block))
  }
}

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
