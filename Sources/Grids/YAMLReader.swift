import Yams

/// YAML text → located tree; the only file that knows Yams.
///
/// Scalars keep their text: Yams would type them by the rules of YAML 1.1, `PlainScalar` does not.
struct YAMLReader {
  private var nodes = 0

  static func tree(of text: String) throws(GridProblems) -> GridNode {
    let text = CallNotation.rewritten(text)
    try AliasScan.check(text)
    let root: Node?
    do {
      root = try compose(yaml: text, .basic, .default, .utf8)
    } catch let error as YamlError {
      throw YAMLProblem.problems(from: error, in: text)
    } catch {
      throw GridProblems("this is not YAML: \(error)")
    }
    guard let root else { throw GridProblems("the file is empty") }
    var reader = YAMLReader()
    return try reader.tree(root, GridPlace(path: ""), depth: 1)
  }

  private mutating func tree(
    _ node: Node, _ parent: GridPlace, depth: Int
  ) throws(GridProblems) -> GridNode {
    let position = node.mark.map { GridPosition(line: $0.line, column: $0.column) }
    let place = GridPlace(path: parent.path, position: position)
    try count(at: place, depth: depth)
    switch node {
    case .scalar(let scalar):
      return GridNode(try content(of: scalar, at: place), at: position)
    case .sequence(let sequence):
      try refuseTag(sequence.tag, at: place)
      var elements: [GridNode] = []
      for (index, element) in sequence.enumerated() {
        elements.append(
          try tree(element, place.element(index, at: position), depth: depth + 1))
      }
      return GridNode(.sequence(elements), at: position)
    case .mapping(let mapping):
      try refuseTag(mapping.tag, at: place)
      return GridNode(
        .mapping(try entries(of: mapping, place, depth: depth)), at: position)
    case .alias:
      throw GridProblems(place, "anchors and aliases are not used in grid files")
    }
  }

  private mutating func entries(
    of mapping: Node.Mapping, _ place: GridPlace, depth: Int
  ) throws(GridProblems) -> [GridNode.Entry] {
    var entries: [GridNode.Entry] = []
    for (key, value) in mapping {
      let position = key.mark.map { GridPosition(line: $0.line, column: $0.column) }
      try count(at: place, depth: depth)
      guard case .scalar(let name) = key else {
        throw GridProblems(
          GridPlace(path: place.path, position: position), "a key must be a name")
      }
      let keyPlace = place.child(name.string, at: position)
      let value = try tree(value, keyPlace, depth: depth + 1)
      entries.append(GridNode.Entry(key: name.string, position: position, value: value))
    }
    return entries
  }

  private mutating func count(at place: GridPlace, depth: Int) throws(GridProblems) {
    nodes += 1
    guard nodes <= GridLimits.nodes else {
      throw GridProblems(place, "the file has more than \(GridLimits.nodes) values")
    }
    guard depth <= GridLimits.depth else {
      throw GridProblems(place, "values are nested more than \(GridLimits.depth) deep")
    }
  }

  private func content(
    of scalar: Node.Scalar, at place: GridPlace
  ) throws(GridProblems) -> GridNode.Content {
    if scalar.style == .plain {
      try refuseTag(scalar.tag, at: place)
      return .plain(scalar.string)
    }
    guard scalar.tag.description == Tag.Name.str.rawValue else {
      try refuseTag(scalar.tag, at: place)
      return .text(scalar.string)
    }
    return .text(scalar.string)
  }

  private func refuseTag(_ tag: Tag, at place: GridPlace) throws(GridProblems) {
    if tag.description == "!function" {
      throw GridProblems(
        place, "'!function' calls Python, which is not run; say it as a template in Jinja")
    }
    guard tag.description == Tag.Name.implicit.rawValue else {
      throw GridProblems(place, "the tag \(tag.description.prefix(60)) is not used in grid files")
    }
  }
}

/// What the YAML parser says, as problems of a grid file with the usual causes spelled out.
enum YAMLProblem {
  static func problems(from error: YamlError, in text: String) -> GridProblems {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      syntax(problem, context: context, mark, in: text)
    case .duplicatedKeysInMapping(let duplicates, let context):
      GridProblems(
        place(context.mark),
        "this mapping has the key '\(duplicates.first ?? "")' twice; keep one")
    case .reader(let problem, let offset, _, let yaml):
      GridProblems(place(offset, in: yaml), "\(problem); this is not a text file")
    default:
      GridProblems("this is not YAML: \(error)")
    }
  }

  private static func syntax(
    _ problem: String, context: YamlError.Context?, _ mark: Mark, in text: String
  ) -> GridProblems {
    let line = line(mark.line, of: text)
    let indentation = line.prefix { $0 == " " || $0 == "\t" }
    let column = line.unicodeScalars.index(
      line.unicodeScalars.startIndex, offsetBy: mark.column - 1,
      limitedBy: line.unicodeScalars.endIndex)
    let found = column.flatMap { $0 < line.endIndex ? line.unicodeScalars[$0] : nil }
    if indentation.contains("\t") || found == "\t" {
      return GridProblems(place(mark), "there is a tab; YAML is indented with spaces")
    }
    let isAlias = context?.text.contains("alias") == true
    if found == "*" || isAlias {
      return GridProblems(
        place(isAlias ? context?.mark ?? mark : mark),
        "a pattern that starts with '*' must be quoted, as in \"*-adam\"")
    }
    if problem.hasPrefix("Maximum nesting level") {
      return GridProblems(place(mark), "values are nested too deep")
    }
    let message = [context?.text, problem].compactMap(\.self).joined(separator: ": ")
    let hint = line.contains("{") ? "; a text with braces must be quoted" : ""
    return GridProblems(place(mark), message + hint)
  }

  private static func line(_ number: Int, of text: String) -> Substring {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    return lines.indices.contains(number - 1) ? lines[number - 1] : ""
  }

  private static func place(_ mark: Mark) -> GridPlace {
    GridPlace(path: "", position: GridPosition(line: mark.line, column: mark.column))
  }

  private static func place(_ offset: Int?, in text: String) -> GridPlace {
    guard
      let offset,
      let index = text.index(text.startIndex, offsetBy: offset, limitedBy: text.endIndex)
    else { return GridPlace(path: "") }
    return GridPlace(path: "", position: GridSource.position(of: index, in: text))
  }
}

/// Refuses YAML anchors with aliases before the text reaches the parser.
///
/// Thirty nested aliases are a billion values, and Yams hashes mapping keys while it parses. A
/// word after `&` in prose is no anchor unless the same word follows a `*` somewhere.
enum AliasScan {
  static func check(_ text: String) throws(GridProblems) {
    guard text.utf8.contains(UInt8(ascii: "&")), text.utf8.contains(UInt8(ascii: "*")) else {
      return
    }
    let anchors = Set(labels(after: "&", in: text).map(\.label))
    for (label, index) in labels(after: "*", in: text) where anchors.contains(label) {
      let place = GridPlace(path: "", position: GridSource.position(of: index, in: text))
      throw GridProblems(
        place,
        "anchors and aliases ('*\(label.prefix(40))') are not used in grid files; write it out")
    }
  }

  private static func labels(
    after mark: Unicode.Scalar, in text: String
  ) -> [(label: String, index: String.Index)] {
    let scalars = text.unicodeScalars
    return scalars.indices.filter { scalars[$0] == mark }.compactMap { index in
      let label = scalars[scalars.index(after: index)...].prefix { isLabel($0) }
      return label.isEmpty ? nil : (String(label), index)
    }
  }

  /// The characters that libYAML takes into the name of an anchor.
  private static func isLabel(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
    default: false
    }
  }
}
