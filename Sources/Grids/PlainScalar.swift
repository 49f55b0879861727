import Vocabulary

/// What an unquoted YAML scalar means when a value is wanted.
///
/// Only what every reader takes the same way has a type. YAML 1.1 would read `no` as false, `014`
/// as 12, `1:30` as 90 and `1_000` as 1000, but `5e-3` as text: here `no` is text, `5e-3` is a
/// number, and the other three are problems.
enum PlainScalar: Hashable {
  case value(SettingValue)
  case nothing
  /// Not readable in one way; the text says why and what to write.
  case unclear(String)

  static func isNull(_ text: String) -> Bool {
    text.isEmpty || text == "~" || text == "null"
  }

  init(_ text: String) {
    if Self.isNull(text) {
      self = .nothing
    } else if text == "true" || text == "false" {
      self = .value(.boolean(text == "true"))
    } else if let reason = Self.ambiguity(of: text) {
      self = .unclear(reason)
    } else if let shape = NumberShape(text) {
      self = Self.number(text, shape)
    } else {
      self = .value(.text(text))
    }
  }

  private static func number(_ text: String, _ shape: NumberShape) -> PlainScalar {
    if shape.isInteger {
      return Int(text).map { .value(.integer($0)) }
        ?? .unclear("\(text) is too large for an integer")
    }
    guard let value = Double(text), value.isFinite else {
      return .unclear("\(text) is too large for a number")
    }
    if value == 0, shape.hasNonzeroDigit {
      return .unclear("\(text) is too small for a number")
    }
    return .value(.number(value))
  }

  private static func ambiguity(of text: String) -> String? {
    let unsigned = text.drop { $0 == "-" || $0 == "+" }
    let advice = "write a plain decimal number, or quote it if it is text"
    if [".inf", ".nan"].contains(unsigned.lowercased()) {
      return "\(text) is not a finite number"
    }
    guard let first = unsigned.first, first.isASCII, first.isNumber else { return nil }
    let isNumberLike = unsigned.allSatisfy {
      $0.isASCII && ($0.isHexDigit || "_:.xo+-".contains($0))
    }
    guard isNumberLike else { return nil }
    if unsigned.hasPrefix("0x") || unsigned.hasPrefix("0o") || unsigned.hasPrefix("0b") {
      return "\(text) is read differently by different readers; \(advice)"
    }
    if unsigned.allSatisfy({ $0.isNumber || "_:.".contains($0) }),
      unsigned.contains("_") || unsigned.contains(":")
    {
      return "\(text) is read differently by different readers; \(advice)"
    }
    let digits = unsigned.prefix { $0.isNumber }
    if digits.count > 1, first == "0", NumberShape(text) != nil {
      return "\(text) starts with 0 and could be octal; \(advice)"
    }
    return nil
  }
}

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
