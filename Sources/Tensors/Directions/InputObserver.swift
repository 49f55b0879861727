/// Someone who is shown what linear layers multiply, while a loss at the weights is computed.
///
/// Zeroth-order still: activations of a forward pass are seen, no derivative is.
public protocol InputObserver: AnyObject {
  /// Rows of `weight.columns` numbers, the inputs of the layer that has this weight.
  func observe(_ inputs: FloatView, of weight: Slice)
}
