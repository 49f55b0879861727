import Testing

extension Tag {
  /// Starts the built program as a process of its own.
  @Tag static var process: Self
}
