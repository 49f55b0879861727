/// XML property list → tree without positions.
///
/// Written out because Foundation's reader recurses as deep as the file asks and does not always
/// tell `<true/>` from `<integer>1</integer>`.
struct XMLPlistReader {
  private var scanner: XMLScanner
  private var nodes = 0

  static func tree(of text: String) throws(GridProblems) -> GridNode {
    var reader = XMLPlistReader(scanner: XMLScanner(text))
    guard case .open("plist", isEmpty: false) = try reader.scanner.next() else {
      throw reader.problem("a property list starts with <plist>")
    }
    let root = try reader.value(try reader.scanner.next(), GridPlace(path: ""), depth: 1)
    guard case .close("plist") = try reader.scanner.next() else {
      throw reader.problem("<plist> holds one value and ends with </plist>")
    }
    guard case .end = try reader.scanner.next() else {
      throw reader.problem("there is something after </plist>")
    }
    return root
  }

  private mutating func value(
    _ token: XMLScanner.Token, _ place: GridPlace, depth: Int
  ) throws(GridProblems) -> GridNode {
    nodes += 1
    guard nodes <= GridLimits.nodes else {
      throw GridProblems(place, "the file has more than \(GridLimits.nodes) values")
    }
    guard depth <= GridLimits.depth else {
      throw GridProblems(place, "values are nested more than \(GridLimits.depth) deep")
    }
    switch token {
    case .open("dict", isEmpty: true): return GridNode(.mapping([]))
    case .open("array", isEmpty: true): return GridNode(.sequence([]))
    case .open("true", isEmpty: true): return GridNode(.boolean(true))
    case .open("false", isEmpty: true): return GridNode(.boolean(false))
    case .open("string", isEmpty: true): return GridNode(.text(""))
    case .open("dict", isEmpty: false): return try mapping(place, depth: depth)
    case .open("array", isEmpty: false): return try sequence(place, depth: depth)
    case .open(let name, isEmpty: false): return try scalar(name, place)
    default: throw problem("a value was expected here")
    }
  }

  private mutating func mapping(
    _ place: GridPlace, depth: Int
  ) throws(GridProblems) -> GridNode {
    var entries: [GridNode.Entry] = []
    var keys: Set<String> = []
    while true {
      let token = try scanner.next()
      if case .close("dict") = token { return GridNode(.mapping(entries)) }
      guard case .open("key", isEmpty: false) = token else {
        throw problem("<dict> holds pairs of <key> and a value")
      }
      let key = try scanner.text(endingWith: "key")
      let keyPlace = place.child(key, at: nil)
      guard keys.insert(key).inserted else {
        throw GridProblems(place, "this mapping has the key '\(key)' twice; keep one")
      }
      let value = try value(try scanner.next(), keyPlace, depth: depth + 1)
      entries.append(GridNode.Entry(key: key, value: value))
    }
  }

  private mutating func sequence(
    _ place: GridPlace, depth: Int
  ) throws(GridProblems) -> GridNode {
    var elements: [GridNode] = []
    while true {
      let token = try scanner.next()
      if case .close("array") = token { return GridNode(.sequence(elements)) }
      let place = place.element(elements.count, at: nil)
      elements.append(try value(token, place, depth: depth + 1))
    }
  }

  private mutating func scalar(
    _ name: String, _ place: GridPlace
  ) throws(GridProblems) -> GridNode {
    guard ["string", "integer", "real", "true", "false"].contains(name) else {
      throw GridProblems(place, "<\(name.prefix(40))> is not used in grid files")
    }
    let text = try scanner.text(endingWith: name)
    switch name {
    case "string": return GridNode(.text(text))
    case "true" where text.isEmpty: return GridNode(.boolean(true))
    case "false" where text.isEmpty: return GridNode(.boolean(false))
    default: break
    }
    if name == "integer", let value = Int(text) { return GridNode(.integer(value)) }
    if name == "real", NumberShape(text) != nil, let value = Double(text), value.isFinite {
      return GridNode(.number(value))
    }
    throw GridProblems(place, "'\(text.prefix(40))' is not a value of <\(name)>")
  }

  private func problem(_ message: String) -> GridProblems {
    GridProblems(GridPlace(path: "", position: scanner.position), message)
  }
}

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
