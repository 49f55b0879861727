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
