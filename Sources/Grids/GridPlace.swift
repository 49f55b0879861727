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
