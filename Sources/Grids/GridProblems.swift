import Vocabulary

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
