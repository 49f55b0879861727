import Tensors

/// Which parameters are trained at all, decided once.
public protocol ParameterMask: Sendable {
  /// Indices of the parameters of a layout that it admits.
  func admitted(_ layout: Layout) -> Set<Int>
}

/// Every trainable parameter.
public struct Everything: ParameterMask {
  public init() {}
  public func admitted(_ layout: Layout) -> Set<Int> { Set(layout.slices.map(\.index)) }
}

/// The matrices that tokens are multiplied with: no embedding, no bias, no norm scale.
public struct Matrices: ParameterMask {
  public init() {}

  public func admitted(_ layout: Layout) -> Set<Int> {
    Set(layout.slices.filter { $0.kind == .matrix }.map(\.index))
  }
}

/// One block of the model (dominant-layer ZO, arXiv:2606.05516).
public struct OneBlock: ParameterMask {
  public var number: Int
  public init(_ number: Int) { self.number = number }

  public func admitted(_ layout: Layout) -> Set<Int> {
    Set(layout.slices.filter { $0.block?.number == number }.map(\.index))
  }
}
