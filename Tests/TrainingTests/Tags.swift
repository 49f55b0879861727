import Testing

extension Tag {
  /// Every entry of a catalog keeps what it declares.
  @Tag static var contract: Self
  /// Takes more than a second by itself.
  @Tag static var slow: Self
}
