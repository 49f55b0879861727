/// Texts by code points, as Python has them.
enum JinjaTexts {
  typealias Scalars = [Unicode.Scalar]

  /// Where a part begins at or after `start`; nil where it does not stand.
  static func place(of part: Scalars, in text: Scalars, from start: Int = 0) -> Int? {
    guard part.count <= text.count, start <= text.count - part.count else { return nil }
    return (start...text.count - part.count).first { text[$0...].starts(with: part) }
  }

  static func stripped(
    _ text: String, _ set: JinjaValue?, atStart: Bool = true, atEnd: Bool = true
  ) -> String {
    var isMargin: (Unicode.Scalar) -> Bool = \.isPythonSpace
    if case .text(let marks)? = set { isMargin = { marks.unicodeScalars.contains($0) } }
    var scalars = Array(text.unicodeScalars)[...]
    if atStart { scalars = scalars.drop(while: isMargin) }
    while atEnd, let last = scalars.last, isMargin(last) { scalars.removeLast() }
    return String(scalars: scalars)
  }

  /// The parts between separators; white space of any length separates where none is given.
  static func split(_ text: String, by separator: String?, most: Int) -> [String] {
    let scalars = Array(text.unicodeScalars)
    guard let separator else { return words(scalars, most: most) }
    let mark = Array(separator.unicodeScalars)
    var (parts, start): ([String], Int) = ([], 0)
    while parts.count < most, let found = place(of: mark, in: scalars, from: start) {
      parts.append(String(scalars: scalars[start..<found]))
      start = found + mark.count
    }
    return parts + [String(scalars: scalars[start...])]
  }

  /// The same from the end, where only `most` separators count.
  static func splitFromEnd(_ text: String, by separator: String, most: Int) -> [String] {
    let parts = split(text, by: separator, most: .max)
    guard parts.count > most else { return parts }
    let rest = parts.count - most
    return [parts[..<rest].joined(separator: separator)] + parts[rest...]
  }

  private static func words(_ scalars: Scalars, most: Int) -> [String] {
    var words: [String] = []
    var rest = scalars.drop(while: \.isPythonSpace)
    while !rest.isEmpty {
      guard words.count < most else { return words + [String(scalars: rest)] }
      let word = rest.prefix { !$0.isPythonSpace }
      words.append(String(scalars: word))
      rest = rest.dropFirst(word.count).drop(while: \.isPythonSpace)
    }
    return words
  }

  static func lines(_ text: String) -> [String] {
    let ends: Set<Unicode.Scalar> = [
      "\n", "\u{B}", "\u{C}", "\u{1C}", "\u{1D}", "\u{1E}", "\u{85}", "\u{2028}", "\u{2029}", "\r",
    ]
    var (lines, line, last): ([String], Scalars, Unicode.Scalar?) = ([], [], nil)
    for scalar in text.unicodeScalars {
      defer { last = scalar }
      if scalar == "\n", last == "\r" { continue }
      if ends.contains(scalar) {
        lines.append(String(scalars: line))
        line = []
      } else {
        line.append(scalar)
      }
    }
    return line.isEmpty ? lines : lines + [String(scalars: line)]
  }

  static func replacing(_ text: String, _ part: String, _ other: String, most: Int) -> String {
    guard !part.isEmpty else { return text }
    return split(text, by: part, most: most).joined(separator: other)
  }

  /// The first letter large, all others small.
  static func capitalized(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.first else { return text }
    return first.properties.titlecaseMapping + String(scalars: scalars.dropFirst()).lowercased()
  }

  /// Every word as `capitalized`; what begins a word is a letter behind none.
  static func titled(_ text: String) -> String {
    var (result, isInside) = ("", false)
    for scalar in text.unicodeScalars {
      let properties = scalar.properties
      let isLetter = properties.isCased
      result += isLetter && !isInside ? properties.titlecaseMapping : properties.lowercaseMapping
      isInside = isLetter
    }
    return result
  }
}
