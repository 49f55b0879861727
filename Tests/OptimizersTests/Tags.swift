import Testing

extension Tag {
  /// Every entry of a catalog keeps what it declares.
  @Tag static var contract: Self
  /// Equal to numbers that another program computed.
  @Tag static var oracle: Self
}
