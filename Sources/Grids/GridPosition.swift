/// Where in a text file something stands; both numbers start from 1, columns count characters.
public struct GridPosition: Hashable, Comparable, Sendable {
  public var line: Int
  public var column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  public static func < (a: GridPosition, b: GridPosition) -> Bool {
    (a.line, a.column) < (b.line, b.column)
  }
}
