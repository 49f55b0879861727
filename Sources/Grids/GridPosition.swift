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
