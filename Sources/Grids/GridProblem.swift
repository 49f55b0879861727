import Vocabulary

/// One mistake in a grid file: where it is, what is wrong and what to do.
package struct GridProblem: Hashable, CustomStringConvertible, Sendable {
  package var file: String
  /// Line and column, from 1; nil in property lists and for the file as a whole.
  package var line: Int?
  package var column: Int?
  /// The path from the root: `optimizers[1].zo-sgd`; empty for the file as a whole.
  package var path: String
  package var message: String

  package init(
    file: String = "", line: Int? = nil, column: Int? = nil, path: String = "", message: String
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.path = path
    self.message = message
  }

  init(_ place: GridPlace, _ message: String) {
    self.init(
      line: place.position?.line, column: place.position?.column, path: place.path,
      message: message)
  }

  /// `smoke.grid:4:9: optimizers[1].zo-sgd: there is no setting 'epsilonn'`.
  package var description: String {
    var place = file
    if let line { place += ":\(line)" }
    if line != nil, let column { place += ":\(column)" }
    return [place, path, message].filter { !$0.isEmpty }.joined(separator: ": ")
  }

  /// The problem with its file, unless it says that already.
  func inFile(_ file: String) -> GridProblem {
    var problem = self
    if problem.file.isEmpty { problem.file = file }
    return problem
  }
}

/// "Did you mean" at the end of a problem.
enum Hint {
  /// Names longer than this are not compared: the time is the product of the lengths.
  private static let longest = 100

  /// `; did you mean 'epsilon'?`, or nil when nothing is near.
  static func nearest(to name: String, among names: some Sequence<String>) -> String? {
    guard name.utf8.count <= longest else { return nil }
    return nearestName(to: name, among: names.filter { $0.utf8.count <= longest })
      .map { "; did you mean '\($0)'?" }
  }
}
