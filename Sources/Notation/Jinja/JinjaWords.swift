/// Reads the words of expressions.
enum JinjaWords {
  private static let marks = [
    "//", "==", "!=", ">=", "<=", "+", "-", "*", "/", "%", "~", "[", "]", "(", ")", "{", "}", ">",
    "<", "=", ".", ":", "|", ",",
  ]

  /// - Throws: what is no word, a number that is too large, a text without an end.
  static func next(_ cursor: inout JinjaCursor) throws(FormatProblem) -> JinjaToken {
    let place = cursor.place
    guard let scalar = cursor.peek() else { throw place.problem("the template ends here") }
    if scalar == "'" || scalar == "\"" {
      return JinjaToken(kind: .literal(.text(try text(&cursor))), place: place)
    }
    if isDigit(scalar) {
      return JinjaToken(kind: .literal(try number(&cursor)), place: place)
    }
    if isLetter(scalar) {
      let name = cursor.take { isLetter($0) || isDigit($0) }
      return JinjaToken(kind: word(name), place: place)
    }
    guard let mark = marks.first(where: { cursor.skip($0) }) else {
      throw place.problem("'\(scalar)' means nothing in an expression")
    }
    return JinjaToken(kind: .mark(mark), place: place)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic
  }

  private static func word(_ name: String) -> JinjaToken.Kind {
    switch name {
    case "true", "True": .literal(.boolean(true))
    case "false", "False": .literal(.boolean(false))
    case "none", "None": .literal(.none)
    default: .name(name)
    }
  }

  private static func number(_ cursor: inout JinjaCursor) throws(FormatProblem) -> JinjaValue {
    let place = cursor.place
    var text = cursor.take { isDigit($0) }
    if cursor.peek() == ".", let digit = cursor.peek(1), isDigit(digit) {
      cursor.next()
      text += "." + cursor.take { isDigit($0) }
    }
    if let whole = Int(text) { return .integer(whole) }
    guard text.contains("."), let real = Double(text), real.isFinite else {
      throw place.problem("\(text.prefix(40)) is too large a number")
    }
    return .real(real)
  }

  private static func text(_ cursor: inout JinjaCursor) throws(FormatProblem) -> String {
    let place = cursor.place
    let quote = cursor.next()
    var text = String.UnicodeScalarView()
    while let scalar = cursor.next() {
      if scalar == quote { return String(text) }
      guard scalar == "\\" else {
        text.append(scalar)
        continue
      }
      text.append(contentsOf: try escape(&cursor, place))
    }
    throw place.problem("a text is not closed with its quote")
  }

  private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
    "n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", "\"": "\"",
  ]

  private static func escape(
    _ cursor: inout JinjaCursor, _ place: JinjaPlace
  ) throws(FormatProblem) -> [Unicode.Scalar] {
    guard let letter = cursor.next() else { throw place.problem("a text ends with '\\'") }
    if let meant = escapes[letter] { return [meant] }
    guard let count = ["x": 2, "u": 4, "U": 8][letter] else {
      // Python leaves an escape that it does not know as it is written.
      return ["\\", letter]
    }
    var digits = ""
    while digits.count < count, let digit = cursor.peek(), digit.properties.isASCIIHexDigit {
      digits.unicodeScalars.append(digit)
      cursor.next()
    }
    guard digits.count == count, let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
    else { throw place.problem("'\\\(letter)\(digits)' is no character") }
    return [scalar]
  }
}
