/// How an optimizer trains weights that are stored as integers with scales, `w = s·q`.
public enum IntegerSteps: Hashable, Sendable {
  /// The integers move, by steps rounded at random onto the grid; other parameters as floats.
  case rounded
  /// The scales move and nothing else does: they are the parameters.
  case scales
}
