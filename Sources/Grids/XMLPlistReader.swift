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
