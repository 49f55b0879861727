import Vocabulary

/// A decimal number as people write it: `5`, `-3`, `.5`, `5.`, `1e-4`, `2.5E+3`.
struct NumberShape: Hashable {
  var isInteger: Bool
  var hasNonzeroDigit: Bool

  /// Nil when `text` is not such a number.
  init?(_ text: String) {
    var rest = text.utf8[...]
    Self.dropSign(&rest)
    let whole = Self.takeDigits(&rest)
    var fraction = rest.prefix(0)
    var isInteger = true
    if rest.first == UInt8(ascii: ".") {
      isInteger = false
      rest.removeFirst()
      fraction = Self.takeDigits(&rest)
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    if let letter = rest.first, letter == UInt8(ascii: "e") || letter == UInt8(ascii: "E") {
      isInteger = false
      rest.removeFirst()
      Self.dropSign(&rest)
      guard !Self.takeDigits(&rest).isEmpty else { return nil }
    }
    guard rest.isEmpty else { return nil }
    self.isInteger = isInteger
    hasNonzeroDigit = (Array(whole) + Array(fraction)).contains { $0 != UInt8(ascii: "0") }
  }

  private static func dropSign(_ rest: inout Substring.UTF8View) {
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
  }

  private static func takeDigits(_ rest: inout Substring.UTF8View) -> Substring.UTF8View {
    let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    rest = rest.dropFirst(digits.count)
    return digits
  }
}

extension SettingValue {
  /// The same value in the kind of `example` where nothing is lost, else as it is written.
  ///
  /// `1` can be a number and `2e3` an integer.
  func adapted(to example: SettingValue?) -> SettingValue {
    switch (self, example) {
    case (.integer(let value), .number):
      .number(Double(value))
    case (.number(let value), .integer):
      abs(value) <= 0x1p53 ? Int(exactly: value).map(SettingValue.integer) ?? self : self
    case (.list(let values), .list(let examples)):
      .list(values.map { $0.adapted(to: examples.first) })
    default:
      self
    }
  }
}
