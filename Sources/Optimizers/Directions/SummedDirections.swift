import Tensors

/// Directions of which several are added at less cost than one after the other.
protocol SummedDirections: LiveDirections {
  /// `chunk += Σ scale · z(key)`, elements `start ...` of `slice`.
  func add(_ terms: [DirectionTerm], to chunk: FloatView, of slice: Slice, from start: Int)
}
