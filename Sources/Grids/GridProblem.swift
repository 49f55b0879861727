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

/// Everything that is wrong with one grid file, in the order of its text; never empty.
package struct GridProblems: Error, Hashable, CustomStringConvertible, Sendable {
  package var kind: InputProblem.Kind
  package var problems: [GridProblem]

  /// Sorts the problems and drops those that repeat another.
  package init(_ problems: [GridProblem], kind: InputProblem.Kind = .invalid) {
    var seen: Set<GridProblem> = []
    self.kind = kind
    self.problems = problems.filter { seen.insert($0).inserted }.sorted(by: Self.precedes)
  }

  init(_ place: GridPlace, _ message: String) {
    self.init([GridProblem(place, message)])
  }

  /// A problem of the file as a whole.
  init(_ message: String) {
    self.init(GridPlace(path: ""), message)
  }

  /// 65 for an unusable file, 66 for a missing one, as `InputProblem.exitCode`.
  package var exitCode: Int32 { Int32(kind.rawValue) }

  /// One problem per line.
  package var description: String {
    problems.map(\.description).joined(separator: "\n")
  }

  func inFile(_ file: String) -> GridProblems {
    GridProblems(problems.map { $0.inFile(file) }, kind: kind)
  }

  private static func precedes(_ a: GridProblem, _ b: GridProblem) -> Bool {
    if a.file != b.file { return a.file < b.file }
    return (a.line ?? 0, a.column ?? 0, a.path, a.message)
      < (b.line ?? 0, b.column ?? 0, b.path, b.message)
  }
}

/// One thing that must hold of a grid; says everything that is wrong about it at once.
protocol GridRule: Sendable {
  func problems(in grid: GridDraft) -> [GridProblem]
}
