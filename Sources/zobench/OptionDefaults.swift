import ArgumentParser

extension ArgumentHelp {
  /// The same with what holds where the option is not given, written as the parser does.
  func showing(default value: some CustomStringConvertible) -> ArgumentHelp {
    var help = self
    let text = "\(value)"
    help.abstract += " (default: \(text.hasSuffix(".0") ? String(text.dropLast(2)) : text))"
    return help
  }
}

extension Option where Value: CustomStringConvertible {
  /// An option with a default whose text is read by a closure, such as a `Limit`.
  ///
  /// The parser's own initializer with `transform` leaves the default out of the help.
  init(
    wrappedValue: Value, name: NameSpecification = .long, help: ArgumentHelp,
    reading read: @escaping @Sendable (String) throws -> Value
  ) {
    self.init(
      wrappedValue: wrappedValue, name: name, help: help.showing(default: wrappedValue),
      transform: read)
  }
}
