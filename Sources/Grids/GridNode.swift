/// A grid file as a tree of located values, the same for YAML and property lists.
struct GridNode: Hashable, Sendable {
  var content: Content
  var position: GridPosition?

  enum Content: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    /// An unquoted YAML scalar, whose type depends on what is wanted.
    case plain(String)
    case sequence([GridNode])
    case mapping([Entry])
  }

  struct Entry: Hashable, Sendable {
    var key: String
    var position: GridPosition?
    var value: GridNode
  }

  init(_ content: Content, at position: GridPosition? = nil) {
    self.content = content
    self.position = position
  }
}

extension GridNode {
  var entries: [Entry]? {
    guard case .mapping(let entries) = content else { return nil }
    return entries
  }

  var elements: [GridNode]? {
    guard case .sequence(let elements) = content else { return nil }
    return elements
  }

  /// Nothing was written: an empty plain scalar, `~` or `null`.
  var isNull: Bool {
    switch content {
    case .null: true
    case .plain(let text): PlainScalar.isNull(text)
    default: false
    }
  }

  /// The scalar as a name or prose: unquoted YAML is taken letter by letter, so `no` stays `no`.
  var text: String? {
    switch content {
    case .text(let text): text
    case .plain(let text): PlainScalar.isNull(text) ? nil : text
    default: nil
    }
  }

  /// What a reader should be told this is.
  var kind: String {
    switch content {
    case .null: "nothing"
    case .boolean: "true or false"
    case .integer: "an integer"
    case .number: "a number"
    case .text(let text): "the text '\(text.prefix(40))'"
    case .plain(let text): PlainScalar.isNull(text) ? "nothing" : "'\(text.prefix(40))'"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}

/// Where in a grid something stands: its path from the root, and its position when it has one.
struct GridPlace: Hashable, Sendable {
  /// `optimizers[1].zo-sgd.epsilon`; empty for the whole file.
  var path: String
  /// Nil in property lists.
  var position: GridPosition?
}

extension GridPlace {
  /// The same place in the text with a longer path.
  func child(_ key: String, at position: GridPosition?) -> GridPlace {
    GridPlace(path: path.isEmpty ? key : "\(path).\(key)", position: position)
  }

  func element(_ index: Int, at position: GridPosition?) -> GridPlace {
    GridPlace(path: "\(path)[\(index)]", position: position)
  }
}

/// Where in a text file something stands; both numbers start from 1, columns count characters.
package struct GridPosition: Hashable, Comparable, Sendable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (a: GridPosition, b: GridPosition) -> Bool {
    (a.line, a.column) < (b.line, b.column)
  }
}
