/// Reads a template character by character and knows line and column.
struct JinjaCursor {
  private let scalars: [Unicode.Scalar]
  private(set) var index = 0
  private(set) var place = JinjaPlace()

  init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  var isAtEnd: Bool { index == scalars.count }

  /// The character `ahead` of the next; nil beyond the end.
  func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    index + ahead < scalars.count ? scalars[index + ahead] : nil
  }

  /// Whether these characters come next.
  func starts(with text: String) -> Bool {
    scalars[index...].starts(with: text.unicodeScalars)
  }

  @discardableResult
  mutating func next() -> Unicode.Scalar? {
    guard let scalar = peek() else { return nil }
    index += 1
    if scalar == "\n" {
      place = JinjaPlace(line: place.line + 1, column: 1)
    } else {
      place.column += 1
    }
    return scalar
  }

  /// Passes over these characters if they come next.
  mutating func skip(_ text: String) -> Bool {
    guard starts(with: text) else { return false }
    for _ in text.unicodeScalars { next() }
    return true
  }

  /// The characters that fulfil a condition.
  mutating func take(while condition: (Unicode.Scalar) -> Bool) -> String {
    let start = index
    while let scalar = peek(), condition(scalar) { next() }
    return String(scalars: scalars[start..<index])
  }
}
