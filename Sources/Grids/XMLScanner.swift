/// The little of XML that property lists use: tags, text, comments, the five named entities and
/// numbered ones; no document type with declarations of its own.
struct XMLScanner {
  enum Token: Hashable {
    case open(String, isEmpty: Bool)
    case close(String)
    case end
  }

  private let source: String
  private var rest: Substring

  init(_ text: String) {
    source = text
    rest = text[...]
  }

  var position: GridPosition { GridSource.position(of: rest.startIndex, in: source) }

  /// The next tag; white space, comments, `<?xml …?>` and `<!DOCTYPE …>` are skipped.
  mutating func next() throws(GridProblems) -> Token {
    while true {
      rest = rest.drop { $0.isWhitespace }
      if rest.isEmpty { return .end }
      guard rest.hasPrefix("<") else { throw problem("there is text between the tags") }
      if rest.hasPrefix("<!--") {
        _ = try take(after: "<!--", upTo: "-->")
      } else if rest.hasPrefix("<?") {
        _ = try take(after: "<?", upTo: "?>")
      } else if rest.hasPrefix("<!DOCTYPE") {
        let start = self
        if try take(after: "<!DOCTYPE", upTo: ">").contains("[") {
          throw start.problem("a document type with its own declarations is not accepted")
        }
      } else {
        return try tag()
      }
    }
  }

  /// The text up to `</name>`, with entities replaced.
  mutating func text(endingWith name: String) throws(GridProblems) -> String {
    var text = ""
    while true {
      let plain = rest.prefix { $0 != "<" && $0 != "&" }
      text += plain
      rest = rest[plain.endIndex...]
      if rest.hasPrefix("&") {
        text.unicodeScalars.append(try entity())
      } else if rest.hasPrefix("<![CDATA[") {
        text += try take(after: "<![CDATA[", upTo: "]]>")
      } else if rest.hasPrefix("<!--") {
        _ = try take(after: "<!--", upTo: "-->")
      } else if case .close(name) = try next() {
        return text
      } else {
        throw problem("<\(name)> holds only text and ends with </\(name)>")
      }
    }
  }

  private mutating func tag() throws(GridProblems) -> Token {
    let start = self
    var inside = try take(after: "<", upTo: ">")
    let isClosing = inside.hasPrefix("/")
    if isClosing { inside.removeFirst() }
    let isEmpty = inside.hasSuffix("/")
    if isEmpty { inside.removeLast() }
    // Attributes (`version="1.0"`) say nothing that is needed.
    let name = String(inside.prefix { !$0.isWhitespace })
    guard !name.isEmpty, !inside.contains("<"), !(isClosing && isEmpty) else {
      throw start.problem("this is not a tag")
    }
    return isClosing ? .close(name) : .open(name, isEmpty: isEmpty)
  }

  private mutating func entity() throws(GridProblems) -> Unicode.Scalar {
    let start = self
    rest.removeFirst()
    let name = rest.prefix(12).prefix { $0 != ";" }
    let named: [String: Unicode.Scalar] = [
      "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'",
    ]
    let number =
      name.hasPrefix("#x")
      ? UInt32(name.dropFirst(2), radix: 16)
      : name.hasPrefix("#") ? UInt32(name.dropFirst()) : nil
    guard
      rest[name.endIndex...].hasPrefix(";"),
      let scalar = named[String(name)] ?? number.flatMap(Unicode.Scalar.init), scalar != "\0"
    else { throw start.problem("this entity is not known") }
    rest = rest[name.endIndex...].dropFirst()
    return scalar
  }

  /// What stands between `opening`, which is next, and `closing`; both are passed.
  private mutating func take(
    after opening: String, upTo closing: String
  ) throws(GridProblems) -> String {
    let start = self
    rest = rest.dropFirst(opening.count)
    var taken = rest
    while !taken.isEmpty, !taken.hasPrefix(closing) { taken = taken.dropFirst() }
    guard !taken.isEmpty else { throw start.problem("'\(opening)' has no '\(closing)'") }
    let inside = String(rest[..<taken.startIndex])
    rest = taken.dropFirst(closing.count)
    return inside
  }

  private func problem(_ message: String) -> GridProblems {
    GridProblems(GridPlace(path: "", position: position), message)
  }
}
