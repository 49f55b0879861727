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
