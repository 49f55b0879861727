import Testing

extension Tag {
  /// Equal to numbers that another program computed.
  @Tag static var oracle: Self
  /// Takes more than a second by itself.
  @Tag static var slow: Self
}
